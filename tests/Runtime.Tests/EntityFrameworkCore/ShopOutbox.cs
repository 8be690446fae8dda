using System.Data.Common;
using System.Globalization;
using DistPatterns.Messaging;
using DistPatterns.Outbox;

namespace DistPatterns.Runtime.Tests.EntityFrameworkCore;

/// <summary>An outbox that is one table, whose rows tell how many orders their transaction saw.</summary>
internal sealed class ShopOutbox : IOutbox
{
    public const string Table = "create table outbox (id text, type text, order_key text, version bigint, orders bigint)";

    public OutboxSignal Signal { get; } = new();

    /// <summary>What the next write fails with.</summary>
    public Exception? Failure { get; set; }

    /// <summary>How often it was asked to commit, too.</summary>
    public int Commits { get; private set; }

    public async ValueTask AppendAsync(DbTransaction transaction, IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken = default)
    {
        foreach (var envelope in envelopes)
        {
            await using var command = transaction.Connection!.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"insert into outbox (id, type, order_key, version, orders) select '{envelope.Id}', '{envelope.Type}', '{envelope.Key}', {envelope.Version ?? 0}, count(*) from \"Orders\"");
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        if (Failure is { } failure)
        {
            Failure = null;
            throw failure;
        }

        Signal.Written(transaction);
    }

    public async ValueTask CommitAsync(DbTransaction transaction, IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken = default)
    {
        await AppendAsync(transaction, envelopes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Commits++;
        Signal.Committed(transaction);
    }
}
