using DistPatterns.Messaging;
using DistPatterns.Storage;
using Npgsql;

namespace DistPatterns.EventSourcing;

/// <summary>Events in tables of PostgreSQL, 13 or later.</summary>
/// <remarks>
/// <para>
/// The order of all events is (pos, seq). A stream's row keeps the largest pos of its events; an append takes the greater of that and its own
/// transaction's id. So pos is never below the id of the transaction that wrote the event, and below the horizon (the oldest transaction still running) nothing
/// can be committed any more; and it never falls within a stream, as it would by the transaction's id alone: that is given at a transaction's first write,
/// say to the inbox, and the one that appends second may have written first.
/// </para>
/// <para>A transaction that stays open holds up all readers; <see cref="SqlEventStore.MeasureAsync"/> shows it.</para>
/// </remarks>
public sealed class PostgresEventStore(NpgsqlDataSource source, MessageCodec codec, IMessageSerializer serializer)
    : SqlEventStore(source, Sql, codec, serializer)
{
    private const string Asked = "cast(cast(@pos as text) as xid8)"; // no driver type and no cast leads from a number to xid8

    internal static EventStoreSql Sql { get; } = new()
    {
        Create = """
            insert into dp_stream (id, version, pos) values (@stream, @count, pg_current_xact_id())
            on conflict (id) do nothing returning cast(cast(pos as text) as bigint)
            """,
        Extend = """
            update dp_stream set version = version + @count, pos = greatest(pos, pg_current_xact_id())
            where id = @stream and version = @expected returning cast(cast(pos as text) as bigint)
            """,
        PositionColumn = ", pos",
        PositionValue = $", {Asked}",
        PositionOf = "cast(cast(pos as text) as bigint)",
        After = $"""
            where (pos, seq) > ({Asked}, @seq) and pos < pg_snapshot_xmin(pg_current_snapshot())
            order by pos, seq limit @limit
            """,
        Lag = $"""
            select
              coalesce((select extract(epoch from clock_timestamp() - recorded_at)::float8 from dp_event where (pos, seq) > ({Asked}, @seq) order by pos, seq limit 1), 0),
              coalesce((select extract(epoch from clock_timestamp() - min(began))::float8 from (
                select xact_start as began from pg_stat_activity where backend_xid is not null
                union all select prepared from pg_prepared_xacts) as writing), 0)
            """,
    };

    /// <summary>The tables of the event store.</summary>
    public static StoreSchema Schema { get; } = new(EventStoreSchema.Component, EventStoreSchema.Version, """
        create table if not exists dp_stream (id text primary key, version bigint not null, pos xid8 not null) with (fillfactor = 80);
        create table if not exists dp_event (
          stream text not null,
          version bigint not null,
          pos xid8 not null,
          seq bigint generated always as identity,
          id uuid not null,
          type text not null,
          body bytea not null,
          recorded_at timestamptz not null default clock_timestamp(),
          primary key (stream, version));
        create index if not exists dp_event_pos on dp_event (pos, seq);
        create table if not exists dp_snapshot (stream text primary key, version bigint not null, body bytea not null);
        create table if not exists dp_checkpoint (projection text primary key, pos bigint not null, seq bigint not null) with (fillfactor = 50)
        """);
}
