namespace DistPatterns.Outbox;

/// <summary>The statements of the outbox, in the words of one database.</summary>
internal sealed class OutboxStatements(OutboxDialect sql)
{
    public const string Columns = "bucket, seq, id, order_key, order_no, destination, type, headers, body, traceparent";
    private const string Kept = $"{Columns}, enqueued_at";

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

    public readonly string Read = sql.ReadEach($"{Columns}, attempts", MaySend(sql));

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

    // what comes in between the two is left for the next time
    public readonly string ParkHeld = $"""
        insert into dp_outbox_parked ({Kept}, attempts, error, holds_key, parked_at)
        select {Kept}, attempts, 'An earlier message of its key is parked.', true, {sql.Now} from dp_outbox as o
        where {sql.Among("o.bucket", "@buckets")} and {HeldByParked};
        delete from dp_outbox where {sql.Among("bucket", "@buckets")}
          and exists (select 1 from dp_outbox_parked p where p.bucket = dp_outbox.bucket and p.seq = dp_outbox.seq);
        """;

    public readonly string Waiting = $"""
        select count(*) from (select 1 from dp_outbox where {Counts(sql)} limit {OutboxDepth.CountedTo}) as w
        """;

    public readonly string OldestAge = $"""
        select max({sql.Milliseconds(sql.Now)} - {sql.Milliseconds("since")}) from (
          select (select case when attempts = 0 and not_before > enqueued_at then not_before else enqueued_at end
                  from dp_outbox o where o.bucket = l.bucket and {Counts(sql)} order by seq limit 1) as since
          from dp_outbox_lease l) as oldest
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
        and (o.order_key is null or not {HeldByParked} and not exists (
          select 1 from dp_outbox_postponed e
          where e.bucket = o.bucket and e.order_key = o.order_key and e.seq < o.seq and e.until > {sql.Now}))
        """;

    private const string HeldByParked = """
        exists (select 1 from dp_outbox_parked p where p.bucket = o.bucket and p.order_key = o.order_key and p.seq < o.seq and p.holds_key)
        """;

    private static string Counts(OutboxDialect sql) => $"(not_before is null or attempts > 0 or not_before <= {sql.Now})";
}
