using DistPatterns.Resilience;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class CircuitProperties(ITestOutputHelper output)
{
    public static TheoryData<string> Settings => new(Named.Keys);

    private static Dictionary<string, CircuitSettings> Named { get; } = new()
    {
        ["ratio"] = CircuitRun.Settings,
        ["ramp"] = CircuitRun.Settings with { RecoveryRamp = TimeSpan.FromSeconds(5) },
        ["consecutive"] = CircuitRun.Settings with { ConsecutiveFailures = 2, MinimumCalls = 1_000 },
        ["one probe"] = CircuitRun.Settings with { Probes = 1, ProbeFailureRatio = 0 },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void The_circuit_does_what_the_reference_does_on_every_schedule(string settings)
    {
        var visited = new HashSet<BreakerState>();
        SeededCheck.Run(output, BreakerSchedule.Schedules, schedule =>
        {
            var run = new CircuitRun(Named[settings]);
            var agrees = run.Agrees(schedule);
            visited.UnionWith(run.Visited);
            return agrees;
        });

        // Schedules that never got there would prove nothing.
        Assert.Superset(new HashSet<BreakerState> { BreakerState.Closed, BreakerState.Open, BreakerState.HalfOpen, BreakerState.Isolated }, visited);
        Assert.Equal(Named[settings].RecoveryRamp > TimeSpan.Zero, visited.Contains(BreakerState.Recovering));
    }

    [Fact]
    public void Without_the_generation_tag_the_property_fails() =>
        Assert.ThrowsAny<Exception>(() => SeededCheck.Run(output, BreakerSchedule.Schedules, schedule => new CircuitRun(CircuitRun.Settings, hasTags: false).Agrees(schedule)));
}
