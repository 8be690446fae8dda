using System.Data.Common;
using DistPatterns.Storage;

namespace DistPatterns.Outbox;

/// <summary>Who holds which buckets, in the tables of a relational database. Each takes an empty command in a transaction.</summary>
internal sealed class SqlBuckets(OutboxStatements sql, OutboxDialect dialect)
{
    public async ValueTask<BucketShare> HoldAsync(DbCommand command, Guid owner, TimeSpan ttl, IReadOnlyList<int> giveBack, CancellationToken cancellationToken)
    {
        command.AddParameter("owner", owner);
        command.AddParameter("ttl", (long)ttl.TotalMilliseconds);
        command.AddParameter("buckets", dialect.Buckets(giveBack));
        await command.ExecuteAsync(sql.Attend, cancellationToken).ConfigureAwait(false);
        if (giveBack.Count > 0)
        {
            await command.ExecuteAsync(sql.GiveBack, cancellationToken).ConfigureAwait(false);
        }

        var fair = await command.CountAsync(OutboxStatements.Fair, cancellationToken).ConfigureAwait(false);
        command.AddParameter("more", Math.Max(0, fair - await command.CountAsync(sql.Mine, cancellationToken).ConfigureAwait(false)));
        command.CommandText = sql.Hold;
        var leases = await command.ReadAllAsync(row => new BucketLease(row.GetInt32(0), row.GetInt64(1)), cancellationToken).ConfigureAwait(false);
        return new BucketShare(fair, leases);
    }

    public ValueTask<int> LeaveAsync(DbCommand command, Guid owner, CancellationToken cancellationToken)
    {
        command.AddParameter("owner", owner);
        return command.ExecuteAsync(sql.Leave, cancellationToken);
    }

    /// <summary>Whether a lease still holds; if so, it does until the transaction ends.</summary>
    public async ValueTask<bool> IsHeldAsync(DbCommand command, Guid owner, BucketLease lease, CancellationToken cancellationToken)
    {
        command.AddParameter("bucket", lease.Bucket);
        command.AddParameter("owner", owner);
        command.AddParameter("epoch", lease.Epoch);
        command.CommandText = sql.StillHeld;
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not null;
    }
}
