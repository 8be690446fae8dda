namespace DistPatterns.Resilience;

/// <summary>All of a circuit's state at one moment. Immutable, so that every transition is one compare-and-swap of the reference to it.</summary>
/// <remarks>
/// State, time and counters are read together: a time kept beside the state could belong to another generation than the state. No two snapshots
/// are the same object while one of them is compared, and a generation is counted in 64 bits: an old one is never taken for a new one, however
/// long a call was away and however often the circuit moved meanwhile.
/// </remarks>
internal sealed record CircuitSnapshot
{
    private const int MaxBreaks = 15;

    public BreakerState State { get; private init; }

    /// <summary>How often the circuit opened without a recovery in between.</summary>
    public int Breaks { get; private init; }

    /// <summary>How many transitions led here.</summary>
    public long Generation { get; private init; }

    /// <summary>When the break is over, or when the recovery began.</summary>
    public long Time { get; private init; }

    public int Admitted { get; private init; }

    public int Succeeded { get; private init; }

    public int Failed { get; private init; }

    public int Pending => Admitted - Succeeded - Failed;

    public CircuitSnapshot Open(long now, BreakDurations durations)
    {
        var breaks = Math.Min(Breaks + 1, MaxBreaks);
        return Next(BreakerState.Open, breaks, now + (long)durations.Of(breaks).TotalMilliseconds);
    }

    public CircuitSnapshot HalfOpen() => Next(BreakerState.HalfOpen, Breaks);

    public CircuitSnapshot Recover(long since) => Next(BreakerState.Recovering, Breaks, since);

    public CircuitSnapshot Close() => Next(BreakerState.Closed, breaks: 0);

    public CircuitSnapshot Isolate() => Next(BreakerState.Isolated, breaks: 0);

    public CircuitSnapshot ProbeAdmitted() => this with { Admitted = Admitted + 1 };

    public CircuitSnapshot ProbeWithdrawn() => this with { Admitted = Admitted - 1 };

    public CircuitSnapshot ProbeSucceeded() => this with { Succeeded = Succeeded + 1 };

    public CircuitSnapshot ProbesFailed(int count) => this with { Failed = Failed + count };

    private CircuitSnapshot Next(BreakerState state, int breaks, long time = 0) =>
        new() { State = state, Breaks = breaks, Generation = Generation + 1, Time = time };
}
