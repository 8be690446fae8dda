using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using DistPatterns.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace DistPatterns.Outbox;

/// <summary>The outbox in tables of SQLite. There is one writer at a time, so that messages have the order of commits.</summary>
/// <param name="signal">What is told of a transaction in which messages are written.</param>
/// <param name="options">The options of the outbox.</param>
internal sealed class SqliteOutbox(OutboxSignal signal, IOptions<OutboxOptions> options) : SqlOutbox(signal, options)
{
    private const string Insert = $"""
        insert into dp_outbox (bucket, id, order_key, order_no, destination, type, headers, body, traceparent, not_before)
        values (@bucket, @id, @order_key, @order_no, @destination, @type, @headers, @body, @traceparent, {SqliteClock.Milliseconds} + @delay)
        """;

    /// <summary>The columns that a message has wherever it waits; its headers are JSON.</summary>
    private const string Message = """
        id text not null, order_key text, order_no integer, destination text not null, type text not null, headers text, body blob not null, traceparent text
        """;

    /// <summary>The tables, for the number of buckets that <see cref="OutboxOptions.Buckets"/> says.</summary>
    public static StoreSchema Schema(int buckets = 16) => new(OutboxSchema.Component, OutboxSchema.Version, string.Create(CultureInfo.InvariantCulture, $"""
        create table if not exists dp_outbox_meta (id integer primary key default 1 check (id = 1), buckets integer not null);
        insert into dp_outbox_meta (id, buckets) values (1, {buckets}) on conflict do nothing;

        create table if not exists dp_outbox (
          bucket integer not null, -- XxHash64 of the key, modulo the number of buckets
          seq integer primary key autoincrement,
          {Message},
          enqueued_at integer not null default ({SqliteClock.Milliseconds}), -- milliseconds since 1970, as all times here
          not_before integer,
          attempts integer not null default 0);
        create index if not exists dp_outbox_bucket on dp_outbox (bucket, seq);

        create table if not exists dp_outbox_postponed (
          bucket integer not null,
          order_key text not null,
          seq integer not null,
          until integer not null,
          primary key (bucket, order_key, seq));

        create table if not exists dp_outbox_held ( -- what waits for more than its turn, so that readers of dp_outbox do not walk over it
          bucket integer not null,
          seq integer primary key,
          {Message},
          enqueued_at integer not null,
          not_before integer,
          attempts integer not null,
          away text); -- the destination that is waited for; null: an earlier message of the key
        create index if not exists dp_outbox_held_away on dp_outbox_held (bucket, away, seq) where away is not null;
        create index if not exists dp_outbox_held_key on dp_outbox_held (bucket, away, order_key, seq) where away is not null;

        create table if not exists dp_outbox_parked (
          bucket integer not null,
          seq integer primary key,
          {Message},
          enqueued_at integer not null,
          attempts integer not null,
          error text not null,
          holds_key integer not null,
          parked_at integer not null);
        create index if not exists dp_outbox_parked_key on dp_outbox_parked (bucket, order_key, seq) where holds_key;

        create table if not exists dp_outbox_node (owner text primary key, expires_at integer not null);

        create table if not exists dp_outbox_lease (
          bucket integer primary key,
          owner text,
          epoch integer not null default 0,
          expires_at integer not null default 0);
        with recursive numbers (n) as (select 0 union all select n + 1 from numbers, dp_outbox_meta where n + 1 < buckets)
        insert into dp_outbox_lease (bucket) select n from numbers where true on conflict do nothing
        """), upgradesFrom: OutboxSchema.UpgradesFrom);

    internal static OutboxDialect Dialect { get; } = new()
    {
        Now = SqliteClock.Milliseconds,
        Clock = SqliteClock.Milliseconds,
        Plus = (time, milliseconds) => $"{time} + {milliseconds}",
        Milliseconds = time => time,
        Among = (column, parameter) => $"({column} in (select value from json_each({parameter})))",
        Numbers = numbers => JsonSerializer.Serialize(numbers),
        Ids = ids => JsonSerializer.Serialize(ids.Select(id => id.ToString().ToUpperInvariant())), // as the provider stores them
        ReadEach = (columns, condition) => $"""
            select {columns} from (select value as number from json_each(@buckets)) as b cross join dp_outbox as o
            where o.seq in (select seq from dp_outbox as o where o.bucket = b.number and {condition} order by seq limit @count)
            order by bucket, seq
            """,
        DeleteEach = "delete from dp_outbox where seq in (select value from json_each(@seqs))", // unique over all buckets
    };

    /// <inheritdoc/>
    protected override async ValueTask InsertAsync(DbCommand command, IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        command.CommandText = Insert;
        foreach (var row in rows)
        {
            command.Parameters.Clear();
            Add("bucket", row.Bucket);
            Add("id", row.Envelope.Id);
            Add("order_key", row.Envelope.Key);
            Add("order_no", row.Envelope.Version);
            Add("destination", row.Envelope.Destination);
            Add("type", row.Envelope.Type);
            Add("headers", row.Headers);
            Add("body", row.Body);
            Add("traceparent", row.Envelope.TraceParent);
            Add("delay", (long?)row.Envelope.Delay?.TotalMilliseconds);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        void Add(string name, object? value) => command.Parameters.Add(new SqliteParameter(name, value ?? DBNull.Value));
    }
}
