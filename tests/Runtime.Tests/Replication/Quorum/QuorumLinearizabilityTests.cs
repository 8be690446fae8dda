using DistPatterns.Replication;
using DistPatterns.Runtime.Tests.Simulation;

namespace DistPatterns.Runtime.Tests.Replication;

public sealed class QuorumLinearizabilityTests
{
    private static readonly QuorumOptions Atomic = new(3, 2, 2) { ReplicaTimeout = TimeSpan.FromMilliseconds(200), HintInterval = TimeSpan.FromMilliseconds(300) };

    [Theory]
    [InlineData(3, 2, 2)]
    [InlineData(5, 3, 3)]
    [InlineData(5, 4, 2)]
    public void An_atomic_register_is_linearizable_whatever_the_network_and_the_clocks_do(int n, int w, int r) =>
        Seeds.ForEach(seed =>
        {
            var (verdict, _) = QuorumWorld.Run(seed, Atomic with { N = n, W = w, R = r }, n);
            Assert.True(verdict.IsLinearizable, verdict.Explanation);
        });

    [Fact]
    public void Most_operations_of_the_simulation_succeed_and_some_are_unknown_so_that_the_proof_is_of_something()
    {
        const int Runs = 50;
        var operations = Enumerable.Range(0, Runs).SelectMany(seed => QuorumWorld.Run(seed, Atomic, 3).History).ToList();
        double all = Runs * QuorumWorld.Operations;

        Assert.InRange(operations.Count(o => !o.IsUnknown) / all, 0.6, 0.99);
        Assert.InRange(operations.Count(o => o.IsUnknown) / all, 0.01, 0.2);
    }

    [Fact]
    public void One_seed_gives_one_history() =>
        Assert.Equal(QuorumWorld.Run(42, Atomic, 3).History, QuorumWorld.Run(42, Atomic, 3).History);

    [Fact]
    public void The_checker_catches_a_fast_register_though_its_quorums_overlap() =>
        Assert.NotNull(Seeds.First(seed => !QuorumWorld.Run(seed, Atomic with { Mode = QuorumMode.Fast }, 3).Verdict.IsLinearizable));

    [Fact]
    public void The_checker_catches_a_read_whose_write_back_is_lost() =>
        Assert.NotNull(Seeds.First(seed => !QuorumWorld.Run(seed, Atomic, 3, (client, replicas) => [.. replicas.Select(r => new WithoutWriteBack(r, QuorumWorld.Writer(client)))]).Verdict.IsLinearizable));

    [Fact]
    public void The_checker_catches_quorums_that_do_not_overlap() =>
        // W 2 + R 2 ≤ N 4 among all of them, since two clients believe in two replicas each that the other one does not
        Assert.NotNull(Seeds.First(seed => !QuorumWorld.Run(seed, Atomic, 4, (client, replicas) => client == 0 ? [.. replicas.Take(3)] : [.. replicas.Skip(1)]).Verdict.IsLinearizable));
}
