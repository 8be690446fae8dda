using System.Data.Common;

namespace DistPatterns.EventSourcing;

/// <summary>Lets positions of events go on when their tables come to another cluster: by a dump, as a logical copy that takes over, by pg_upgrade.</summary>
/// <remarks>
/// <para>
/// Transaction ids are the cluster's: another has counted less far, or farther. So a position is a transaction id above a base. Each move to
/// another cluster begins an epoch, whose base is above all positions that came along; 2^48 transactions have room in it. The first base is zero.
/// </para>
/// <para>
/// The epoch is valid in the cluster whose system identifier stands beside its base. In any other, nothing is appended and no reader gets on
/// until an epoch has begun. So no reader that sees its events can overlook it, and its horizon holds for them as it did in the first one.
/// </para>
/// <para>A standby that is promoted and a copy by <c>create database … template</c> keep identifier and transaction ids: their epoch goes on.</para>
/// </remarks>
internal static class PostgresEventEpoch
{
    /// <summary>Where the row of <c>dp_event_epoch</c>, with its <c>base</c>, is valid.</summary>
    public const string IsValid = "system_identifier = (select system_identifier from pg_control_system())";

    // "known" are the positions that came along; beyond the transactions of this cluster, they are not of this epoch, whatever the identifier says:
    // events were restored without their epoch, or the cluster is itself a clone
    private const string From = """
        from pg_control_system() as cluster
        left join dp_event_epoch as epoch on true
        left join (select pos, seq from dp_event order by pos desc, seq desc limit 1) as newest on true
        cross join lateral (select greatest(newest.pos, (select max(pos) from dp_checkpoint)) as pos) as known
        """;

    private const string Continued = """
        (epoch.system_identifier is not distinct from cluster.system_identifier
          and coalesce(known.pos < epoch.base + cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as text) as bigint), true))
        """;

    private const string State = $"""
        select
          {Continued} or pg_is_in_recovery(),
          (select string_agg(cast(subname as text), ', ' order by subname) from pg_subscription_rel join pg_subscription s on s.oid = srsubid
            where srrelid = to_regclass('dp_event')),
          (select string_agg(projection, ', ' order by projection) from dp_checkpoint where (pos, seq) > (coalesce(newest.pos, 0), coalesce(newest.seq, 0)))
        {From}
        """;

    // of several processes that begin an epoch at once, the second waits for the first and then finds nothing to raise
    private const string Begin = $"""
        insert into dp_event_epoch as held (base, system_identifier)
        select coalesce(((greatest(epoch.base, known.pos) >> 48) + 1) << 48, 0), cluster.system_identifier {From} where not {Continued}
        on conflict (id) do update set base = excluded.base, system_identifier = excluded.system_identifier where held.base < excluded.base
        """;

    /// <summary>Begins an epoch where none is valid here; a standby that is not promoted leaves that to its primary.</summary>
    /// <exception cref="PositionsCannotContinueException">Events still arrive, or checkpoints came without their events.</exception>
    public static async ValueTask ContinueAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = State;
        if (await IsContinuedAsync(command, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        command.CommandText = Begin;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<bool> IsContinuedAsync(DbCommand state, CancellationToken cancellationToken)
    {
        await using var row = await state.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await row.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!row.IsDBNull(1))
        {
            throw PositionsCannotContinueException.StillCopied(row.GetString(1));
        }

        var isContinued = row.GetBoolean(0);
        return isContinued || row.IsDBNull(2) ? isContinued : throw PositionsCannotContinueException.CheckpointsBeyond(row.GetString(2));
    }
}
