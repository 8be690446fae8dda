using DistPatterns.Runtime.Tests.Simulation;

namespace DistPatterns.Runtime.Tests.Coordination;

public sealed class LeaseSimulationTests(ITestOutputHelper output)
{
    [Fact]
    public void Never_do_two_hold_a_lease_and_no_former_holder_writes()
    {
        int terms = 0, refused = 0;
        Seeds.ForEach(seed =>
        {
            var run = new LeaseSimulation(seed).Run();

            Assert.Equal((0, 0, 0), (run.Overlaps, run.Unwarned, run.Stale));
            (terms, refused) = (terms + run.Terms, refused + run.Refused);
        });
        output.WriteLine($"{terms} terms, {refused} writes of former holders refused");
        Assert.True(terms > 0 && refused > 0);
    }

    [Fact]
    public void A_seed_gives_the_same_run_again() => Assert.Equal(new LeaseSimulation(7).Run().Trace, new LeaseSimulation(7).Run().Trace);

    [Fact]
    public void Without_the_fence_a_former_holder_writes() =>
        Assert.NotNull(Seeds.First(seed => new LeaseSimulation(seed, fenced: false).Run().Stale > 0));

    [Fact]
    public void With_a_clock_slower_than_the_guard_allows_two_hold_the_lease() =>
        Assert.NotNull(Seeds.First(seed => new LeaseSimulation(seed, slowestClock: 0.3).Run().Overlaps > 0));
}
