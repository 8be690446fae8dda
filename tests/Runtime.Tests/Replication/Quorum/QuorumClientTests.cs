using System.Diagnostics;
using DistPatterns.Replication;
using DistPatterns.Runtime.Tests.Tracing;

namespace DistPatterns.Runtime.Tests.Replication;

public sealed class QuorumClientTests : IDisposable
{
    private readonly Simulation.Simulation simulation = new(seed: 1);
    private readonly TestReplica<int>[] replicas = [new("a"), new("b"), new("c")];
    private readonly QuorumClient<string, int> client;

    public QuorumClientTests() => client = new(replicas, new(3, 2, 2), timeProvider: simulation.Time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => client.Dispose();

    [Fact]
    public void What_was_written_is_read_and_what_was_not_is_nothing() => simulation.Run(async () =>
    {
        Assert.Null(await client.ReadAsync("x", Cancel));
        var version = await client.WriteAsync("x", 1, Cancel);

        Assert.Equal(new ReplicaEntry<string, int>("x", version, 1), await client.ReadAsync("x", Cancel));
        Assert.All(replicas, replica => Assert.Equal(1, replica.Held("x")!.Value));
    });

    [Fact]
    public void A_write_is_done_when_a_quorum_has_it_though_the_last_replica_is_silent() => simulation.Run(async () =>
    {
        replicas[2].IsSilent = true;
        await client.WriteAsync("x", 1, Cancel);

        Assert.True(simulation.Elapsed < TimeSpan.FromSeconds(1));
    });

    [Fact]
    public void A_write_that_reached_too_few_is_unknown_and_may_be_read_later() => simulation.Run(async () =>
    {
        await client.WriteAsync("x", 1, Cancel);
        replicas[1].RefusesWrites = replicas[2].RefusesWrites = true;
        var unknown = await Assert.ThrowsAsync<WriteOutcomeUnknownException>(async () => await client.WriteAsync("x", 2, Cancel));
        replicas[1].RefusesWrites = replicas[2].RefusesWrites = false;

        Assert.Equal(2, unknown.Needed);
        Assert.Contains(await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.ReadAsync("x", Cancel).AsTask())), entry => entry!.Version == unknown.Version && entry.Value == 2);
    });

    [Fact]
    public void An_operation_fails_at_once_when_its_quorum_cannot_be_had() => simulation.Run(async () =>
    {
        (replicas[0].IsAway, replicas[1].IsAway, replicas[2].IsSilent) = (true, true, true);

        await Assert.ThrowsAsync<QuorumUnavailableException>(async () => await client.ReadAsync("x", Cancel));
        await Assert.ThrowsAsync<QuorumUnavailableException>(async () => await client.WriteAsync("x", 1, Cancel));
        Assert.Equal(TimeSpan.Zero, simulation.Elapsed);
        Assert.All(replicas, replica => Assert.Equal(0, replica.Writes));
    });

    [Fact]
    public void A_read_asks_no_more_than_its_quorum_while_all_is_well() => simulation.Run(async () =>
    {
        for (var i = 0; i < 30; i++)
        {
            await client.ReadAsync("x", Cancel);
        }

        Assert.All(replicas, replica => Assert.Equal(20, replica.Reads));
    });

    [Fact]
    public void A_read_asks_another_replica_when_one_is_slower_than_most() => simulation.Run(async () =>
    {
        replicas[0].IsSilent = true;
        for (var i = 0; i < 3; i++)
        {
            await client.ReadAsync("x", Cancel); // each replica is first once
        }

        Assert.Equal(TimeSpan.FromMilliseconds(500), simulation.Elapsed); // twice a quarter of the timeout: nothing is known of most yet
    });

    [Fact]
    public void No_other_replica_is_asked_beside_a_slow_one_from_an_empty_budget() => simulation.Run(async () =>
    {
        using var poor = WithBudget(ratio: 0);
        replicas[0].IsSilent = true;
        await poor.ReadAsync("x", Cancel);
        var reading = poor.ReadAsync("x", Cancel).AsTask(); // asks the silent one

        await Task.Delay(TimeSpan.FromMilliseconds(999), simulation.Time, Cancel);
        Assert.Equal([1, 1, 2], replicas.Select(replica => replica.Reads));

        await reading; // after the silent one's time was up
        Assert.Equal([1, 2, 2], replicas.Select(replica => replica.Reads));
    });

    [Fact]
    public void What_rounds_pay_in_another_replica_is_asked_for() => simulation.Run(async () =>
    {
        using var thrifty = WithBudget(ratio: 0.5);
        replicas[0].IsSilent = true;
        for (var i = 0; i < 3; i++)
        {
            await thrifty.ReadAsync("x", Cancel); // the second has one paid by two rounds, the third has not
        }

        Assert.Equal(TimeSpan.FromMilliseconds(250 + 1000), simulation.Elapsed);
    });

    [Fact]
    public void A_replica_that_was_away_is_given_what_it_missed() => simulation.Run(async () =>
    {
        replicas[1].IsAway = true;
        await client.WriteAsync("x", 1, Cancel);
        await client.WriteAsync("x", 2, Cancel);
        Assert.Null(replicas[1].Held("x"));

        await Task.Delay(TimeSpan.FromSeconds(15), simulation.Time, Cancel);
        Assert.Null(replicas[1].Held("x"));
        replicas[1].IsAway = false;
        await Task.Delay(TimeSpan.FromSeconds(10), simulation.Time, Cancel);

        Assert.Equal(2, replicas[1].Held("x")!.Value);
        Assert.Equal(4, replicas[1].Writes); // two missed; then the newer one alone, refused once and taken once
    });

    [Fact]
    public void A_missed_write_never_counts_towards_the_quorum() => simulation.Run(async () =>
    {
        replicas[1].RefusesWrites = replicas[2].RefusesWrites = true;
        var unknown = await Assert.ThrowsAsync<WriteOutcomeUnknownException>(async () => await client.WriteAsync("x", 1, Cancel));

        Assert.InRange(unknown.Answered, 0, 1);
        Assert.Equal(1, replicas[0].Held("x")!.Value);
    });

    [Fact]
    public void A_replica_that_went_back_to_an_older_version_is_outvoted_and_repaired() => simulation.Run(async () =>
    {
        await client.WriteAsync("x", 1, Cancel);
        var old = replicas[0].Held("x");
        replicas[0].IsAway = true;
        await client.WriteAsync("x", 2, Cancel);
        replicas[0].IsAway = false; // it is where it was, as if restored from a backup
        Assert.Same(old, replicas[0].Held("x"));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(2, (await client.ReadAsync("x", Cancel))!.Value);
        }

        Assert.Equal(2, replicas[0].Held("x")!.Value);
    });

    [Fact]
    public void An_answer_about_another_key_is_not_counted_and_its_replica_repaired() => simulation.Run(async () =>
    {
        await client.WriteAsync("x", 1, Cancel);
        replicas[0].Answer = entry => new("y", new(long.MaxValue, Guid.Empty), 99);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(1, (await client.ReadAsync("x", Cancel))!.Value);
        }

        Assert.True(replicas[0].Writes > 1);
        replicas[1].IsAway = true;
        var refusal = await Assert.ThrowsAsync<QuorumUnavailableException>(async () => await client.ReadAsync("x", Cancel));
        Assert.Contains(((AggregateException)refusal.InnerException!).InnerExceptions, error => error is ReplicaFaultException);
    });

    [Fact]
    public void An_acknowledgement_of_an_older_version_is_none() => simulation.Run(async () =>
    {
        (replicas[0].Pretends, replicas[1].RefusesWrites) = (default(WriteVersion), true);
        var unknown = await Assert.ThrowsAsync<WriteOutcomeUnknownException>(async () => await client.WriteAsync("x", 1, Cancel));

        Assert.Contains(((AggregateException)unknown.InnerException!).InnerExceptions, error => error is ReplicaFaultException);
    });

    [Fact]
    public void Two_writes_of_one_client_at_once_never_share_a_version() => simulation.Run(async () =>
    {
        var versions = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => client.WriteAsync("x", i, Cancel).AsTask()));

        Assert.Equal(20, versions.Distinct().Count());
    });

    [Fact]
    public void A_fast_client_merges_what_replicas_were_given_apart_and_repairs_them() => simulation.Run(async () =>
    {
        var resolver = new CrdtResolver<GCounter>();
        TestReplica<GCounter>[] counters = [new("a", resolver), new("b", resolver), new("c", resolver)];
        using var counting = new QuorumClient<string, GCounter>(counters, new(3, 2, 2) { Mode = QuorumMode.Fast }, resolver, timeProvider: simulation.Time);
        counters[2].IsAway = true;
        await counting.WriteAsync("likes", GCounter.Zero.Increment("here", 3), Cancel);
        (counters[0].IsAway, counters[2].IsAway) = (true, false);
        await counting.WriteAsync("likes", GCounter.Zero.Increment("there", 4), Cancel);
        counters[0].IsAway = false;

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(7, (await counting.ReadAsync("likes", Cancel))!.Value.Value);
        }

        Assert.All(counters, counter => Assert.Equal(7, counter.Held("likes")!.Value.Value));
    });

    [Fact]
    public void Each_operation_is_a_span_that_tells_its_quorums() => simulation.Run(async () =>
    {
        using var request = new Activity("request").Start();
        using var spans = new RecordedSpans("DistPatterns.Replication", span => span.TraceId == request.TraceId);
        await client.WriteAsync("x", 1, Cancel);
        await client.ReadAsync("x", Cancel);
        (replicas[0].IsAway, replicas[1].IsAway) = (true, true);
        await Assert.ThrowsAsync<QuorumUnavailableException>(async () => await client.ReadAsync("x", Cancel));

        Assert.Equal(
            [("quorum write", ActivityStatusCode.Unset), ("quorum read", ActivityStatusCode.Unset), ("quorum read", ActivityStatusCode.Error)],
            spans.Ended.Select(span => (span.DisplayName, span.Status)));
        Assert.All(spans.Ended, span => Assert.Equal(("Atomic", 3, 2, 2), (span.GetTagItem("quorum.mode"), span.GetTagItem("quorum.n"), span.GetTagItem("quorum.w"), span.GetTagItem("quorum.r"))));
    });

    [Fact]
    public void A_client_that_was_disposed_of_says_so() => simulation.Run(async () =>
    {
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await client.ReadAsync("x", Cancel));
    });

    private QuorumClient<string, int> WithBudget(double ratio) =>
        new(replicas, new(3, 2, 2) { Budget = new(new() { Ratio = ratio, MinPerSecond = 0 }, simulation.Time) }, timeProvider: simulation.Time);
}
