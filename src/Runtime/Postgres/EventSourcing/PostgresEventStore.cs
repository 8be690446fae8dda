using System.Data.Common;
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
/// <para>
/// Transaction ids are counted above the base of an epoch, which begins when the tables have come to another cluster: at the first start of a
/// program there, or at the first append, unless <see cref="PositionsCannotContinueException"/> says what is in its way. What a dump or a logical
/// copy brought along stays in its place, before all that is appended there.
/// </para>
/// <para>A transaction that stays open holds up all readers; <see cref="SqlEventStore.MeasureAsync"/> shows it.</para>
/// </remarks>
internal sealed class PostgresEventStore(NpgsqlDataSource source, MessageCodec codec, IMessageSerializer serializer)
    : SqlEventStore(source, Sql, codec, serializer)
{
    private const string Own = "base + cast(cast(pg_current_xact_id() as text) as bigint)"; // no cast leads from xid8 to a number
    private const string Horizon = "base + cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint)";

    internal static EventStoreSql Sql { get; } = new()
    {
        Create = $"""
            insert into dp_stream (id, version, pos) select @stream, @count, {Own} from dp_event_epoch where {PostgresEventEpoch.IsValid}
            on conflict (id) do nothing returning pos
            """,
        Extend = $"""
            update dp_stream as stream set version = version + @count, pos = greatest(pos, {Own}) from dp_event_epoch
            where stream.id = @stream and version = @expected and {PostgresEventEpoch.IsValid} returning pos
            """,
        PositionColumn = ", pos",
        PositionValue = ", @pos",
        PositionOf = "pos",
        After = $"""
            where (pos, seq) > (@pos, @seq) and pos < (select {Horizon} from dp_event_epoch where {PostgresEventEpoch.IsValid})
            order by pos, seq limit @limit
            """,
        Lag = """
            select
              coalesce((select extract(epoch from clock_timestamp() - recorded_at)::float8 from dp_event
                where (pos, seq) > (@pos, @seq) order by pos, seq limit 1), 0),
              coalesce((select extract(epoch from clock_timestamp() - min(began))::float8 from (
                select xact_start as began from pg_stat_activity where backend_xid is not null
                union all select prepared from pg_prepared_xacts) as writing), 0)
            """,
    };

    /// <summary>The tables of the event store. Their check begins an epoch where they have come from another cluster.</summary>
    public static StoreSchema Schema { get; } = new(EventStoreSchema.Component, EventStoreSchema.Version, """
        create table if not exists dp_stream (id text primary key, version bigint not null, pos bigint not null) with (fillfactor = 80);
        create table if not exists dp_event (
          stream text not null,
          version bigint not null,
          pos bigint not null,
          seq bigint generated always as identity,
          id uuid not null,
          type text not null,
          body bytea not null,
          recorded_at timestamptz not null default clock_timestamp(),
          primary key (stream, version));
        create index if not exists dp_event_pos on dp_event (pos, seq);
        create table if not exists dp_event_epoch (id integer primary key default 1 check (id = 1), base bigint not null, system_identifier bigint not null);
        create table if not exists dp_snapshot (stream text primary key, version bigint not null, body bytea not null);
        create table if not exists dp_checkpoint (projection text primary key, pos bigint not null, seq bigint not null) with (fillfactor = 50);
        do $$ begin -- at first, a position was no more than a transaction id
          if exists (select from pg_attribute where attrelid = to_regclass('dp_event') and attname = 'pos' and atttypid = cast('xid8' as regtype)) then
            alter table dp_stream alter pos type bigint using cast(cast(pos as text) as bigint);
            alter table dp_event alter pos type bigint using cast(cast(pos as text) as bigint);
          end if;
        end $$
        """,
        (connection, cancellationToken) => PostgresEventEpoch.ContinueAsync(connection, transaction: null, cancellationToken),
        EventStoreSchema.UpgradesFrom);

    /// <inheritdoc/>
    protected override ValueTask ContinuePositionsAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        PostgresEventEpoch.ContinueAsync(transaction.Connection!, transaction, cancellationToken);
}
