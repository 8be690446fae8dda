using DistPatterns.Replication;
using FsCheck;
using FsCheck.Fluent;

namespace DistPatterns.Runtime.Tests.Replication;

public sealed class QuorumPropertyTests
{
    [Fact]
    public void A_read_sees_the_last_acknowledged_write_under_any_minority_of_failures_another_one_each_time() =>
        Prop.ForAll(Gen.Zip(Gen.Choose(1, 7), Gen.ListOf(Gen.Zip(Gen.Choose(0, 127), Gen.Elements(true, false)))).ToArbitrary(), scenario =>
        {
            var (n, steps) = scenario;
            var simulation = new Simulation.Simulation(seed: n);
            TestReplica<int>[] replicas = [.. Enumerable.Range(0, n).Select(i => new TestReplica<int>($"{i}"))];
            var majority = (n / 2) + 1;
            var seen = true;
            simulation.Run(async () =>
            {
                // another client each time, so that nobody remembers; hints come too late to help
                int? last = null;
                for (var step = 0; step < steps.Count; step++)
                {
                    var (mask, writes) = steps[step];
                    Fail(replicas, mask, n - majority);
                    using var client = new QuorumClient<string, int>(replicas, new(n, majority, majority) { HintCapacity = 0 }, timeProvider: simulation.Time);
                    if (writes)
                    {
                        await client.WriteAsync("x", step);
                        last = step;
                    }
                    else
                    {
                        seen &= (await client.ReadAsync("x"))?.Value == last;
                    }
                }
            });
            return seen;
        }).QuickCheckThrowOnFailure();

    private static void Fail(TestReplica<int>[] replicas, int mask, int most)
    {
        for (var i = 0; i < replicas.Length; i++)
        {
            var fails = (mask & (1 << i)) != 0 && most-- > 0;
            (replicas[i].IsAway, replicas[i].IsSilent) = (fails && i % 2 == 0, fails && i % 2 == 1);
        }
    }
}
