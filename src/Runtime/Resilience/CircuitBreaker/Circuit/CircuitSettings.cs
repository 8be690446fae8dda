using DistPatterns.Arithmetic;

namespace DistPatterns.Resilience;

/// <summary>The limits of a circuit, without what only its pipeline needs.</summary>
internal sealed record CircuitSettings
{
    public required double FailureRatio { get; init; }

    public required double SlowRatio { get; init; }

    public required int MinimumCalls { get; init; }

    /// <summary>Zero: not counted.</summary>
    public required int ConsecutiveFailures { get; init; }

    public required int Probes { get; init; }

    public required double ProbeFailureRatio { get; init; }

    public required TimeSpan ProbeExpiry { get; init; }

    public required BreakDurations BreakDuration { get; init; }

    public required TimeSpan RecoveryRamp { get; init; }

    public int AllowedProbeFailures => (int)WholeNumber.Floor(Probes * ProbeFailureRatio);

    /// <summary>Whether the calls of a window are reason enough to break.</summary>
    public bool Trips(CallTotals totals) =>
        totals.Calls >= MinimumCalls
        && ((totals.Failed > 0 && totals.FailureRatio >= FailureRatio) || (totals.Slow > 0 && totals.SlowRatio >= SlowRatio));
}
