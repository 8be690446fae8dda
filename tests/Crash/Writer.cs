using System.Data.Common;
using System.Globalization;
using DistPatterns.Messaging;
using DistPatterns.Outbox;

namespace DistPatterns.Crash;

/// <summary>Changes something and writes a message of it, in one transaction. The row of the key is locked first: versions are in the order of commits.</summary>
internal sealed class Writer(DbDataSource source, IOutbox outbox, OutboxSignal signal, Probe probe)
{
    private const int Keys = 12, PerTransaction = 3;

    public async Task WriteAsync()
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        List<Envelope> envelopes = [];
        foreach (var key in Enumerable.Range(0, Keys).OrderBy(_ => Random.Shared.Next()).Take(PerTransaction).Order())
        {
            envelopes.Add(await ChangeAsync(connection, transaction, $"key-{key}"));
        }

        await outbox.AppendAsync(transaction, envelopes);
        await probe.PassAsync(CrashPoint.BeforeCommit);
        await transaction.CommitAsync();
        await probe.PassAsync(CrashPoint.AfterCommitBeforeSignal);
        signal.Committed(transaction);
    }

    private static async Task<Envelope> ChangeAsync(DbConnection connection, DbTransaction transaction, string key)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"insert into business (order_key, version) values ('{key}', 1) on conflict (order_key) do update set version = business.version + 1 returning version";
        var version = Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        var envelope = new Envelope(Guid.CreateVersion7(), Changed.Type, "changes", "{}"u8.ToArray()) { Key = key, Version = version };
        command.CommandText = $"insert into sent (id, order_key, version) values ('{envelope.Id}', '{key}', {version})";
        await command.ExecuteNonQueryAsync();
        return envelope;
    }
}
