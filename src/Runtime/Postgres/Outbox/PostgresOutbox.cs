using System.Data.Common;
using System.Globalization;
using DistPatterns.Partitioning;
using DistPatterns.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace DistPatterns.Outbox;

/// <summary>The outbox in tables of PostgreSQL.</summary>
/// <param name="signal">What is told of a transaction in which messages are written.</param>
/// <param name="options">The options of the outbox.</param>
internal sealed class PostgresOutbox(OutboxSignal signal, IOptions<OutboxOptions> options) : SqlOutbox(signal, options)
{
    // Sorted, so that two transactions do not wait for each other; and first, so that the numbers are taken under the locks.
    private const string LockKeys = "select pg_advisory_xact_lock(k) from unnest(@keys) as k;";

    private const string Columns = "bucket, id, order_key, order_no, destination, type, headers, body, traceparent";

    // One row is the usual case, and to plan the other statement for it took as long as the rest of the transaction.
    private const string InsertOne = $"""
        insert into dp_outbox ({Columns}, not_before)
        values (@buckets, @ids, @order_keys, @order_nos, @destinations, @types, @headers, @bodies, @traceparents, clock_timestamp() + @delays)
        """;

    private const string InsertMany = $"""
        insert into dp_outbox ({Columns}, not_before) select {Columns}, clock_timestamp() + delay
        from unnest(@buckets, @ids, @order_keys, @order_nos, @destinations, @types, @headers, @bodies, @traceparents, @delays)
          with ordinality as r ({Columns}, delay, line)
        order by line
        """;

    /// <summary>The columns that a message has wherever it waits; its headers are JSON.</summary>
    private const string Message = """
        id uuid not null, order_key text, order_no bigint, destination text not null, type text not null, headers text, body bytea not null, traceparent text
        """;

    /// <summary>The tables, for the number of buckets that <see cref="OutboxOptions.Buckets"/> says.</summary>
    public static StoreSchema Schema(int buckets = 16) => new(OutboxSchema.Component, OutboxSchema.Version, string.Create(CultureInfo.InvariantCulture, $"""
        create table if not exists dp_outbox_meta (id integer primary key default 1 check (id = 1), buckets integer not null);
        insert into dp_outbox_meta (buckets) values ({buckets}) on conflict do nothing;

        create table if not exists dp_outbox (
          bucket integer not null, -- XxHash64 of the key, modulo the number of buckets
          seq bigint generated always as identity,
          {Message},
          enqueued_at timestamptz not null default clock_timestamp(),
          not_before timestamptz,
          attempts integer not null default 0,
          primary key (bucket, seq))
          with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

        create table if not exists dp_outbox_postponed ( -- apart: every insert would pay for an index of dp_outbox
          bucket integer not null,
          order_key text not null,
          seq bigint not null,
          until timestamptz not null,
          primary key (bucket, order_key, seq));

        create table if not exists dp_outbox_held ( -- what waits for more than its turn, so that readers of dp_outbox do not walk over it
          bucket integer not null,
          seq bigint not null,
          {Message},
          enqueued_at timestamptz not null,
          not_before timestamptz,
          attempts integer not null,
          away text, -- the destination that is waited for; null: an earlier message of the key
          primary key (bucket, seq));
        create index if not exists dp_outbox_held_away on dp_outbox_held (bucket, away, seq) where away is not null;
        create index if not exists dp_outbox_held_key on dp_outbox_held (bucket, away, order_key, seq) where away is not null;

        create table if not exists dp_outbox_parked (
          bucket integer not null,
          seq bigint not null,
          {Message},
          enqueued_at timestamptz not null,
          attempts integer not null,
          error text not null,
          holds_key boolean not null,
          parked_at timestamptz not null,
          primary key (bucket, seq));
        create index if not exists dp_outbox_parked_key on dp_outbox_parked (bucket, order_key, seq) where holds_key;

        create table if not exists dp_outbox_node (owner uuid primary key, expires_at timestamptz not null);

        create table if not exists dp_outbox_lease (
          bucket integer primary key,
          owner uuid,
          epoch bigint not null default 0,
          expires_at timestamptz not null default '-infinity') with (fillfactor = 50);
        insert into dp_outbox_lease (bucket) select generate_series(0, buckets - 1) from dp_outbox_meta on conflict do nothing
        """), upgradesFrom: OutboxSchema.UpgradesFrom);

    internal static OutboxDialect Dialect { get; } = new()
    {
        Now = "statement_timestamp()",
        Clock = "clock_timestamp()",
        Plus = (time, milliseconds) => $"{time} + {milliseconds} * interval '1 ms'",
        Milliseconds = time => $"cast(extract(epoch from {time}) * 1000 as bigint)",
        Among = (column, parameter) => $"({column} = any({parameter}))",
        Numbers = numbers => numbers.ToArray(),
        Ids = ids => ids.ToArray(),
        ForShare = "for share",
        SkipLocked = "for update skip locked",
        OverridingSequence = "overriding system value",
        // Of a queue, where most of the index is dead, the planner knows too little: an index scan alone steps over what it has
        // found dead once, and to compile the statement took 200 ms. The settings end with the statement that follows.
        ReadEach = (columns, condition) => $"""
            do $$ begin set local enable_bitmapscan = off; set local enable_seqscan = off; set local jit = off; end $$;
            select m.* from unnest(@buckets) as b (number) cross join lateral (
              select {columns} from dp_outbox o where o.bucket = b.number and {condition} order by seq limit @count) as m
            order by bucket, seq
            """,
        DeleteEach = "delete from dp_outbox o using unnest(@buckets, @seqs) as d (bucket, seq) where o.bucket = d.bucket and o.seq = d.seq",
    };

    /// <inheritdoc/>
    protected override async ValueTask InsertAsync(DbCommand command, IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        Prepare(command, rows);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async ValueTask InsertAndCommitAsync(DbCommand command, IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (Options.StrictKeyOrder && rows.Any(r => r.Envelope.Key is not null))
        {
            await base.InsertAndCommitAsync(command, rows, cancellationToken).ConfigureAwait(false); // it may wait for a key, and that ends with the token
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        Prepare(command, rows);
        command.CommandText += "; commit"; // one trip instead of two; where the insert fails the server skips it
        await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private void Prepare(DbCommand command, IReadOnlyList<OutboxRow> rows)
    {
        command.CommandText = rows.Count == 1 ? InsertOne : InsertMany;
        if (Options.StrictKeyOrder && HashedKeys(rows) is { Length: > 0 } keys)
        {
            command.CommandText = LockKeys + command.CommandText;
            Set("keys", keys);
        }

        Add("buckets", r => r.Bucket);
        Add("ids", r => r.Envelope.Id);
        Add("order_keys", r => r.Envelope.Key);
        Add("order_nos", r => r.Envelope.Version);
        Add("destinations", r => r.Envelope.Destination);
        Add("types", r => r.Envelope.Type);
        Add("headers", r => r.Headers);
        Add("bodies", r => r.Body);
        Add("traceparents", r => r.Envelope.TraceParent);
        Add("delays", r => r.Envelope.Delay);

        void Add<T>(string name, Func<OutboxRow, T> column)
        {
            if (rows.Count == 1)
            {
                Set(name, column(rows[0]));
            }
            else
            {
                Set(name, rows.Select(column).ToArray());
            }
        }

        void Set<T>(string name, T value) => command.Parameters.Add(new NpgsqlParameter<T>(name, value));
    }

    private static long[] HashedKeys(IReadOnlyList<OutboxRow> rows) =>
        [.. rows.Select(r => r.Envelope.Key).OfType<string>().Select(k => unchecked((long)StableHash.Of(k))).Distinct().Order()];
}
