using System.Data.Common;
using DistPatterns.Messaging;
using DistPatterns.Storage;

namespace DistPatterns.EventSourcing;

/// <summary>Events in tables of SQLite. It has one writer at a time, so that events are committed in the order of their numbers.</summary>
internal sealed class SqliteEventStore(DbDataSource source, MessageCodec codec, IMessageSerializer serializer) : SqlEventStore(source, Sql, codec, serializer)
{
    internal static EventStoreSql Sql { get; } = new()
    {
        Create = "insert into dp_stream (id, version) values (@stream, @count) on conflict (id) do nothing returning 0",
        Extend = "update dp_stream set version = version + @count where id = @stream and version = @expected returning 0",
        PositionColumn = "",
        PositionValue = "",
        PositionOf = "0",
        After = "where seq > @seq order by seq limit @limit",
        Lag = $"select coalesce((select ({SqliteClock.Milliseconds} - recorded_at) / 1000.0 from dp_event where seq > @seq order by seq limit 1), 0.0), 0.0",
    };

    /// <summary>The tables of the event store.</summary>
    public static StoreSchema Schema { get; } = new(EventStoreSchema.Component, EventStoreSchema.Version, $"""
        create table if not exists dp_stream (id text primary key, version integer not null);
        create table if not exists dp_event (
          seq integer primary key autoincrement,
          stream text not null,
          version integer not null,
          id text not null,
          type text not null,
          body blob not null,
          recorded_at integer not null default ({SqliteClock.Milliseconds}), -- milliseconds since 1970
          unique (stream, version));
        create table if not exists dp_snapshot (stream text primary key, version integer not null, body blob not null);
        create table if not exists dp_checkpoint (projection text primary key, pos integer not null, seq integer not null)
        """, upgradesFrom: EventStoreSchema.UpgradesFrom);
}
