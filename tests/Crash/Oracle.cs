using System.Data.Common;

namespace DistPatterns.Crash;

/// <summary>What must hold, whenever a process is killed.</summary>
/// <param name="Committed">Messages of transactions that were committed.</param>
/// <param name="Lost">Of these, those that the broker does not have.</param>
/// <param name="Phantoms">Messages that the broker has and nobody committed.</param>
/// <param name="OutOfOrder">Messages that came after a later one of their key, duplicates removed.</param>
/// <param name="WrongEffects">Keys whose effect did not happen exactly as often as messages were committed.</param>
/// <param name="Late">Messages that only the signal told of, and that did not leave in time.</param>
/// <param name="Duplicates">Copies that the broker has; they are allowed.</param>
internal sealed record Oracle(int Committed, int Lost, int Phantoms, int OutOfOrder, int WrongEffects, int Late, int Duplicates)
{
    public bool Holds => (Lost, Phantoms, OutOfOrder, WrongEffects, Late) == (0, 0, 0, 0, 0);

    public static async Task<Oracle> AskAsync(DbDataSource source, Delivered[] log, int late)
    {
        var committed = await ReadAsync(source, "select id, order_key from sent", r => (Id: Guid.Parse(r.GetString(0)), Key: r.GetString(1)));
        var effects = (await ReadAsync(source, "select order_key, times from effect", r => (Key: r.GetString(0), Times: r.GetInt64(1)))).ToDictionary(e => e.Key, e => e.Times);
        var arrived = log.DistinctBy(d => d.Id).ToArray();
        return new(
            committed.Count,
            committed.Select(c => c.Id).Except(arrived.Select(a => a.Id)).Count(),
            arrived.Select(a => a.Id).Except(committed.Select(c => c.Id)).Count(),
            arrived.GroupBy(a => a.Key).Sum(key => key.Zip(key.Skip(1)).Count(pair => pair.Second.Version < pair.First.Version)),
            committed.GroupBy(c => c.Key).Count(key => effects.GetValueOrDefault(key.Key) != key.Count()),
            late,
            log.Length - arrived.Length);
    }

    private static async Task<List<T>> ReadAsync<T>(DbDataSource source, string sql, Func<DbDataReader, T> row)
    {
        List<T> rows = [];
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows;
    }
}
