using System.Diagnostics;
using DistPatterns.Replication;
using DistPatterns.Runtime.Tests.Tracing;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Replication;

public sealed class ReplicaRouterTests
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeProbe probe = new() { Positions = { ["leader"] = 100, ["near"] = 100, ["far"] = 40 } };
    private readonly ReplicaRouter<string> router;

    public ReplicaRouterTests() => router = new("leader", ["near", "far"], probe, timeProvider: time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Strong_reads_go_to_the_leader_though_every_follower_is_fresh()
    {
        await router.ProbeAsync(Cancel);
        Assert.Equal(new("leader", true), router.Route(ConsistencyModel.Strong));
    }

    [Fact]
    public async Task Asking_the_nodes_is_a_span_and_a_leader_that_is_away_its_error()
    {
        using var request = new Activity("request").Start();
        using var spans = new RecordedSpans("DistPatterns.Replication", span => span.TraceId == request.TraceId);
        await router.ProbeAsync(Cancel);
        await router.RouteWriteAsync(new SessionToken(100), Cancel); // known already: nobody is asked
        await Assert.ThrowsAsync<SessionLostException>(async () => await router.RouteWriteAsync(new SessionToken(101), Cancel));
        probe.Positions.Remove("leader");
        await Assert.ThrowsAsync<InvalidOperationException>(() => router.ProbeAsync(Cancel));

        Assert.Equal(
            [("replica probe", 3, ActivityStatusCode.Unset), ("replica route write", 1, ActivityStatusCode.Error), ("replica probe", 3, ActivityStatusCode.Error)],
            spans.Ended.Select(span => (span.DisplayName, (int)span.GetTagItem("replicas")!, span.Status)));
    }

    [Fact]
    public async Task Eventual_reads_go_to_the_followers_in_turn()
    {
        await router.ProbeAsync(Cancel);
        Assert.Equal(["far", "near"], Enumerable.Range(0, 10).Select(_ => router.Route(ConsistencyModel.Eventual).Node).Distinct().Order());
    }

    [Fact]
    public async Task A_session_reads_from_those_who_have_what_it_wrote()
    {
        await router.ProbeAsync(Cancel);

        Assert.All(Enumerable.Range(0, 4), _ => Assert.Equal("near", router.Route(ConsistencyModel.Session, new SessionToken(90)).Node));
        Assert.Equal("leader", router.Route(ConsistencyModel.Causal, new SessionToken(101)).Node);
    }

    [Fact]
    public async Task A_stale_read_goes_to_a_follower_that_is_known_to_be_fresh_enough()
    {
        await router.ProbeAsync(Cancel);
        time.Advance(TimeSpan.FromSeconds(2));
        probe.Positions["leader"] = 200; // near has not moved: it holds all of two seconds ago
        await router.ProbeAsync(Cancel);

        Assert.Equal("near", router.Route(ConsistencyModel.BoundedStaleness, maxStaleness: TimeSpan.FromSeconds(2)).Node);
        Assert.Equal("leader", router.Route(ConsistencyModel.BoundedStaleness, maxStaleness: TimeSpan.FromSeconds(1.9)).Node);
    }

    [Fact]
    public async Task What_is_known_grows_old_when_nobody_asks_any_more()
    {
        await router.ProbeAsync(Cancel);
        Assert.Equal("near", router.Route(ConsistencyModel.BoundedStaleness).Node);

        time.Advance(TimeSpan.FromSeconds(5.1));
        Assert.Equal("leader", router.Route(ConsistencyModel.BoundedStaleness).Node);
    }

    [Fact]
    public async Task A_follower_of_an_idle_leader_is_not_stale()
    {
        for (var i = 0; i < 5; i++)
        {
            await router.ProbeAsync(Cancel);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        await router.ProbeAsync(Cancel);
        Assert.Equal("near", router.Route(ConsistencyModel.BoundedStaleness, maxStaleness: TimeSpan.FromMilliseconds(1)).Node);
    }

    [Fact]
    public async Task A_follower_that_does_not_answer_gets_no_reads_until_it_does()
    {
        probe.Positions.Remove("near");
        await router.ProbeAsync(Cancel);
        Assert.All(Enumerable.Range(0, 4), _ => Assert.Equal("far", router.Route(ConsistencyModel.Eventual).Node));

        probe.Positions["near"] = 100;
        await router.ProbeAsync(Cancel);
        Assert.Contains("near", Enumerable.Range(0, 4).Select(_ => router.Route(ConsistencyModel.Eventual).Node));
    }

    [Fact]
    public void Before_anything_is_known_all_goes_to_the_leader() =>
        Assert.All(Enum.GetValues<ConsistencyModel>(), model => Assert.True(router.Route(model).IsLeader));

    [Fact]
    public async Task A_write_waits_for_no_probe_but_is_refused_where_a_failover_lost_what_its_session_has_read()
    {
        await router.ProbeAsync(Cancel);
        probe.Positions["leader"] = 150;
        Assert.Equal("leader", await router.RouteWriteAsync(new(150), Cancel));

        Assert.Equal(new SessionToken(151), (await Assert.ThrowsAsync<SessionLostException>(async () => await router.RouteWriteAsync(new(151), Cancel))).Session);
    }

    [Fact]
    public async Task A_new_leader_with_a_shorter_log_makes_nobody_fresh_by_the_old_one()
    {
        await router.ProbeAsync(Cancel);
        probe.Positions["leader"] = 50;
        time.Advance(TimeSpan.FromSeconds(1));
        await router.ProbeAsync(Cancel);

        Assert.Equal("near", router.Route(ConsistencyModel.BoundedStaleness).Node);
        probe.Positions["near"] = 49;
        await router.ProbeAsync(Cancel);
        Assert.Equal("leader", router.Route(ConsistencyModel.BoundedStaleness).Node);
    }

    [Fact]
    public async Task It_asks_at_each_interval_and_goes_on_when_the_leader_comes_back()
    {
        probe.Positions.Remove("leader");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = router.RunAsync(stop.Token);
        probe.Positions["leader"] = 100;
        while (router.Route(ConsistencyModel.Eventual).IsLeader)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
