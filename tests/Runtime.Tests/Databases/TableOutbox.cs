using System.Data.Common;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Coordination;

namespace DistPatterns.Runtime.Tests.Databases;

/// <summary>An outbox that is a table and nothing more: what was committed to it is what will be sent.</summary>
/// <param name="time">What stands for the database's clock.</param>
internal sealed class TableOutbox(TimeProvider time) : IOutbox
{
    public static Task CreateAsync(DbDataSource source, Engine engine) => source.QueryAsync($"""
        create table test_outbox (
          seq {(engine == Engine.Postgres ? "bigint generated always as identity primary key" : "integer primary key autoincrement")},
          id text not null, type text not null, destination text not null, body {(engine == Engine.Postgres ? "bytea" : "blob")} not null, key text,
          due bigint not null)
        """);

    public async ValueTask AppendAsync(DbTransaction transaction, IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken = default)
    {
        foreach (var envelope in envelopes)
        {
            await using var command = transaction.Connection!.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "insert into test_outbox (id, type, destination, body, key, due) values (@id, @type, @destination, @body, @key, @due)";
            Add(command, "id", envelope.Id.ToString());
            Add(command, "type", envelope.Type);
            Add(command, "destination", envelope.Destination);
            Add(command, "body", envelope.Body.ToArray());
            Add(command, "key", (object?)envelope.Key ?? DBNull.Value);
            Add(command, "due", (time.GetUtcNow() + (envelope.Delay ?? TimeSpan.Zero)).UtcTicks);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public async ValueTask CommitAsync(DbTransaction transaction, IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken = default)
    {
        await AppendAsync(transaction, envelopes, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>All that lie in it, in the order in which they came, and when they are to be sent.</summary>
    public static async Task<List<(Envelope Envelope, DateTimeOffset Due)>> ReadAsync(DbDataSource source)
    {
        await using var command = source.CreateCommand("select id, type, destination, body, key, due from test_outbox order by seq");
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<(Envelope, DateTimeOffset)> waiting = [];
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            var envelope = new Envelope(Guid.Parse(rows.GetString(0)), rows.GetString(1), rows.GetString(2), rows.GetFieldValue<byte[]>(3))
            {
                Key = rows.IsDBNull(4) ? null : rows.GetString(4),
            };
            waiting.Add((envelope, new(rows.GetInt64(5), TimeSpan.Zero)));
        }

        return waiting;
    }

    public static Task DeleteAsync(DbDataSource source, Guid id) => source.QueryAsync($"delete from test_outbox where id = '{id}'");

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
