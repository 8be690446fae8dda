using System.Diagnostics;
using DistPatterns.Benchmarks.Outbox.Servers;

namespace DistPatterns.Benchmarks.Outbox.Draining;

/// <summary>The outbox of many a blog: reads the first message that is not processed, sends it, and marks it, one after the other.</summary>
internal sealed class NaivePoller(string postgres, int messages) : IContender
{
    private const string Tables = """
        create table outbox (id bigint generated always as identity primary key, type text not null, body bytea not null, processed timestamptz);
        create index on outbox (id) where processed is null
        """;

    public string Name => "naive poller: SELECT … LIMIT 1, send, UPDATE … processed";

    public async Task<double[]> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var database = await OwnDatabase.CreateAsync(postgres);
        await database.ExecuteAsync(Tables);
        await FillAsync(database);
        await database.SettleAsync();

        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var next = connection.CreateCommand();
        next.CommandText = "select id, type, body from outbox where processed is null order by id limit 1";
        await using var mark = connection.CreateCommand();
        mark.CommandText = "update outbox set processed = clock_timestamp() where id = $1";
        var id = mark.Parameters.Add(new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
        await next.PrepareAsync(cancellationToken);
        await mark.PrepareAsync(cancellationToken);

        var since = Stopwatch.StartNew();
        var sent = 0;
        for (; ; sent++)
        {
            await using (var row = await next.ExecuteReaderAsync(cancellationToken))
            {
                if (!await row.ReadAsync(cancellationToken))
                {
                    break;
                }

                (id.Value, _, _) = (row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2));
            }

            await mark.ExecuteNonQueryAsync(cancellationToken);
        }

        return [sent / since.Elapsed.TotalSeconds];
    }

    private async Task FillAsync(OwnDatabase database)
    {
        await using var fill = database.Source.CreateCommand("insert into outbox (type, body) select 'OrderPlaced', body from unnest($1) as body");
        fill.Parameters.Add(new() { Value = Enumerable.Range(0, messages).Select(i => OrderPlaced.Body(i)).ToArray() });
        await fill.ExecuteNonQueryAsync();
    }
}
