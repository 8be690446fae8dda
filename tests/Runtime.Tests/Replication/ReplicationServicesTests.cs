using System.ComponentModel.DataAnnotations;
using DistPatterns.Replication;
using DistPatterns.Resilience;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistPatterns.Runtime.Tests.Replication;

public sealed class ReplicationServicesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_from_the_services_resolves_by_the_resolver_of_the_services()
    {
        var resolver = new CrdtResolver<GCounter>();
        await using var services = new ServiceCollection()
            .AddSingleton<IConflictResolver<GCounter>>(resolver)
            .AddQuorumClient<string, GCounter>(new(1, 1, 1) { Mode = QuorumMode.Fast }, _ => [new InMemoryReplica<string, GCounter>("only", resolver)])
            .BuildServiceProvider();
        var client = services.GetRequiredService<QuorumClient<string, GCounter>>();
        await client.WriteAsync("likes", GCounter.Zero.Increment("a"), Cancel);
        await client.WriteAsync("likes", GCounter.Zero.Increment("b"), Cancel);

        Assert.Equal(2, (await client.ReadAsync("likes", Cancel))!.Value.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_asks_replicas_beside_slow_ones_on_the_budget_of_the_services_unless_it_has_its_own(bool hasOwn)
    {
        var (shared, own) = (new RetryBudget(), new RetryBudget());
        await using var services = new ServiceCollection()
            .AddSingleton(shared)
            .AddQuorumClient<string, int>(new(1, 1, 1) { Budget = hasOwn ? own : null }, _ => [new InMemoryReplica<string, int>("only")])
            .BuildServiceProvider();
        await services.GetRequiredService<QuorumClient<string, int>>().ReadAsync("x", Cancel);

        Assert.Equal((hasOwn ? 100 : 100.2, hasOwn ? 100.2 : 100), (shared.Balance, own.Balance));
    }

    [Fact]
    public void Quorums_that_do_not_overlap_are_refused_when_they_are_added() =>
        Assert.Throws<ValidationException>(() => new ServiceCollection().AddQuorumClient<string, int>(new(3, 1, 1), _ => []));

    [Fact]
    public async Task A_router_is_kept_informed_while_the_host_runs()
    {
        var probe = new FakeProbe { Positions = { ["leader"] = 1, ["follower"] = 1 } };
        using var host = new HostBuilder().ConfigureServices(services => services.AddReplicaRouter(_ => new ReplicaRouter<string>("leader", ["follower"], probe))).Build();
        await host.StartAsync(Cancel);
        var router = host.Services.GetRequiredService<ReplicaRouter<string>>();
        SpinWait.SpinUntil(() => !router.Route(ConsistencyModel.Eventual).IsLeader, TimeSpan.FromSeconds(30));

        Assert.Equal("follower", router.Route(ConsistencyModel.Eventual).Node);
        await host.StopAsync(Cancel);
    }
}
