namespace DistPatterns.Outbox;

/// <summary>The statements of the outbox, in the words of one database.</summary>
internal sealed class OutboxStatements(OutboxDialect sql)
{
    public const string Columns = "bucket, seq, id, order_key, order_no, destination, type, headers, body, traceparent";
    private const string Kept = $"{Columns}, enqueued_at";
    private const string Waits = $"{Kept}, not_before, attempts";
    private const string Since = "case when attempts = 0 and not_before > enqueued_at then not_before else enqueued_at end";

    public const string BucketCount = "select buckets from dp_outbox_meta";

    // who is alive, and what is given back
    public readonly string Attend = $"""
        insert into dp_outbox_node as n (owner, expires_at) values (@owner, {sql.Plus(sql.Clock, "@ttl")})
        on conflict (owner) do update set expires_at = excluded.expires_at;
        delete from dp_outbox_node where expires_at <= {sql.Clock} and owner <> @owner;
        """;

    public readonly string GiveBack = $"""
        update dp_outbox_lease set expires_at = {sql.Clock} where owner = @owner and {sql.Among("bucket", "@buckets")}
        """;

    public const string Fair = """
        select (m.buckets + n.alive - 1) / n.alive from dp_outbox_meta m, (select cast(count(*) as integer) as alive from dp_outbox_node) n
        """;

    public readonly string Mine = $"select cast(count(*) as integer) from dp_outbox_lease where owner = @owner and expires_at > {sql.Clock}";

    public readonly string Hold = $"""
        with free as materialized (
          select bucket from dp_outbox_lease
          where expires_at <= {sql.Clock} and not {sql.Among("bucket", "@buckets")}
          order by bucket limit @more {sql.SkipLocked})
        update dp_outbox_lease set
          epoch = epoch + case when owner = @owner and expires_at > {sql.Clock} then 0 else 1 end,
          owner = @owner,
          expires_at = {sql.Plus(sql.Clock, "@ttl")}
        where owner = @owner and expires_at > {sql.Clock}
          or bucket in (select bucket from free)
        returning bucket, epoch
        """;

    public readonly string Leave = $"""
        delete from dp_outbox_node where owner = @owner;
        update dp_outbox_lease set expires_at = {sql.Clock} where owner = @owner and expires_at > {sql.Clock};
        """;

    public readonly string StillHeld = $"""
        select 1 from dp_outbox_lease where bucket = @bucket and owner = @owner and epoch = @epoch and expires_at > {sql.Clock} {sql.ForShare}
        """;

    public readonly string Read = sql.ReadEach($"{Columns}, attempts, {HeldByParked("o")} as is_held, {HeldForDestination} as waits_for", MaySend(sql));

    // one that was sent since leaves a row that holds nobody: it was not sent before its time had come
    public readonly string Postpone = $"""
        delete from dp_outbox_postponed where bucket = @bucket and until <= {sql.Now};
        update dp_outbox set attempts = @attempts, not_before = {sql.Plus(sql.Now, "@delay")} where bucket = @bucket and seq = @seq;
        insert into dp_outbox_postponed (bucket, order_key, seq, until)
        select bucket, order_key, seq, not_before from dp_outbox where bucket = @bucket and seq = @seq and order_key is not null
        on conflict (bucket, order_key, seq) do update set until = excluded.until;
        """;

    public readonly string Park = $"""
        insert into dp_outbox_parked ({Kept}, attempts, error, holds_key, parked_at)
        select {Kept}, @attempts, @error, @holds, {sql.Now} from dp_outbox where bucket = @bucket and seq = @seq;
        delete from dp_outbox where bucket = @bucket and seq = @seq;
        """;

    // a message that is replayed meanwhile frees its key: the second of the two statements waits, and then finds no message that holds it, or all that it held
    public readonly string ParkHeld = $"""
        insert into dp_outbox_parked ({Kept}, attempts, error, holds_key, parked_at)
        select {Kept}, attempts, 'An earlier message of its key is parked.', true, {sql.Now} from dp_outbox as o
        where o.bucket = @bucket and {sql.Among("o.seq", "@seqs")} and {HeldByParked("o", sql.ForShare)};
        {LeaveTo("dp_outbox_parked", sql)}
        """;

    public readonly string HoldByKey = $"""
        insert into dp_outbox_held ({Waits})
        select {Waits} from dp_outbox as o where o.bucket = @bucket and {sql.Among("o.seq", "@seqs")} and {HeldByParked("o", sql.ForShare)};
        {LeaveTo("dp_outbox_held", sql)}
        """;

    public readonly string HoldByDestination = $"""
        insert into dp_outbox_held ({Waits}, away)
        select {Waits}, @away from dp_outbox where bucket = @bucket and {sql.Among("seq", "@seqs")};
        {LeaveTo("dp_outbox_held", sql)}
        """;

    public readonly string HeldBack = $"select distinct bucket, away from dp_outbox_held where away is not null and {sql.Among("bucket", "@buckets")}";

    public readonly string Release = $"""
        insert into dp_outbox ({Waits}) {sql.OverridingSequence}
        select {Waits} from dp_outbox_held where bucket = @bucket and away = @away order by seq limit @count returning seq
        """;

    public const string Released = "delete from dp_outbox_held where bucket = @bucket and away = @away and seq <= @last";

    public readonly string FreeKeys = $"""
        insert into dp_outbox ({Waits}) {sql.OverridingSequence}
        select {Waits} from dp_outbox_held where away is null and not {HeldByParked("dp_outbox_held")};
        delete from dp_outbox_held where away is null and not {HeldByParked("dp_outbox_held")};
        """;

    public readonly string Waiting = $"""
        select count(*) from (
          select 1 from dp_outbox where {Counts(sql)} union all select 1 from dp_outbox_held limit {OutboxDepth.CountedTo}) as w
        """;

    public readonly string OldestAge = $"""
        select max({sql.Milliseconds(sql.Now)} - {sql.Milliseconds("since")}) from (
          select (select {Since} from dp_outbox o where o.bucket = l.bucket and {Counts(sql)} order by seq limit 1) as since from dp_outbox_lease l
          union all
          select (select {Since} from dp_outbox_held o where o.bucket = l.bucket order by seq limit 1) from dp_outbox_lease l) as oldest
        """;

    public static readonly string Parked = $"select count(*) from (select 1 from dp_outbox_parked limit {OutboxDepth.CountedTo}) as p";

    public readonly string ListParked = $"""
        select {Columns}, attempts, error, {sql.Milliseconds("parked_at")}, holds_key from dp_outbox_parked order by parked_at, seq limit @count
        """;

    public const string ParkedIds = "select id from dp_outbox_parked";

    public readonly string Discard = $"delete from dp_outbox_parked where {sql.Among("id", "@ids")}";

    public readonly string PutBack = $"""
        insert into dp_outbox ({Kept}) {sql.OverridingSequence} select {Kept} from dp_outbox_parked where {sql.Among("id", "@ids")}
        """;

    private static string MaySend(OutboxDialect sql) => $"""
        (o.not_before is null or o.not_before <= {sql.Now})
        and (o.order_key is null or not exists (
          select 1 from dp_outbox_postponed e
          where e.bucket = o.bucket and e.order_key = o.order_key and e.seq < o.seq and e.until > {sql.Now}))
        """;

    private static string HeldByParked(string row, string locks = "") => $"""
        exists (select 1 from dp_outbox_parked p where p.bucket = {row}.bucket and p.order_key = {row}.order_key and p.seq < {row}.seq and p.holds_key {locks})
        """;

    // whatever became of what a process has asked for, no message passes one of its key that waits for the same destination
    private const string HeldForDestination = $"""
        (select h.away from dp_outbox_held h where h.away is not null and h.bucket = o.bucket and h.order_key = o.order_key and h.seq < o.seq
          and h.away in (o.destination, o.destination || '{AwayDestinations.BeforeType}' || o.type || '{AwayDestinations.AfterType}') limit 1)
        """;

    private static string LeaveTo(string table, OutboxDialect sql) => $"""
        delete from dp_outbox where bucket = @bucket and {sql.Among("seq", "@seqs")}
          and exists (select 1 from {table} t where t.bucket = dp_outbox.bucket and t.seq = dp_outbox.seq);
        """;

    private static string Counts(OutboxDialect sql) => $"(not_before is null or attempts > 0 or not_before <= {sql.Now})";
}
