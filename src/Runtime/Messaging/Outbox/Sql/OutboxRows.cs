using System.Collections.Frozen;
using System.Data.Common;
using System.Text.Json;
using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>Rows as messages, in the order of <see cref="OutboxStatements.Columns"/> and then the attempts.</summary>
internal static class OutboxRows
{
    public static async ValueTask<List<T>> ReadAllAsync<T>(this DbCommand command, Func<DbDataReader, T> row, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public static QueuedMessage Message(DbDataReader row) => new(row.GetInt32(0), row.GetInt64(1), row.GetInt32(10), new(
        row.GetGuid(2), row.GetString(6), row.GetString(5), row.GetFieldValue<byte[]>(8))
    {
        Key = row.IsDBNull(3) ? null : row.GetString(3),
        Version = row.IsDBNull(4) ? null : row.GetInt64(4),
        Headers = row.IsDBNull(7) ? FrozenDictionary<string, string>.Empty : ReadHeaders(row.GetString(7)),
        TraceParent = row.IsDBNull(9) ? null : row.GetString(9),
    });

    public static QueuedMessage Read(DbDataReader row) =>
        Message(row) with { IsHeld = row.GetBoolean(11), WaitsFor = row.IsDBNull(12) ? null : row.GetString(12) };

    public static ParkedMessage Parked(DbDataReader row) =>
        new(Message(row), row.GetString(11), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(12)), row.GetBoolean(13));

    private static Dictionary<string, string> ReadHeaders(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
}
