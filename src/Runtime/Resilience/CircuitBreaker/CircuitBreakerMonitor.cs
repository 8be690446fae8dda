namespace DistPatterns.Resilience;

/// <summary>Shows what a circuit breaker does, and lets an operator isolate and close it.</summary>
/// <remarks>
/// Outlives the pipeline: one that is built anew with the same monitor, after a change of configuration, is isolated if
/// the monitor was. Given to several breakers it shows the worst of their states and acts on all of them.
/// </remarks>
public sealed class CircuitBreakerMonitor(string name)
{
    private readonly Lock _gate = new();
    private Circuit[] _circuits = [];
    private bool _isIsolated;

    /// <summary>What the monitor is called in health reports.</summary>
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>The state of the breaker; <see cref="BreakerState.Closed"/> while it is attached to none.</summary>
    public BreakerState State =>
        Volatile.Read(ref _circuits).Select(circuit => circuit.State).DefaultIfEmpty(BreakerState.Closed).MaxBy(Severity);

    /// <summary>The highest share of failed calls in the window, 0 to 1.</summary>
    public double FailureRatio => Volatile.Read(ref _circuits).Select(circuit => circuit.Totals.FailureRatio).DefaultIfEmpty().Max();

    /// <summary>The highest share of slow calls in the window, 0 to 1; 0 where durations are not taken.</summary>
    public double SlowCallRatio => Volatile.Read(ref _circuits).Select(circuit => circuit.Totals.SlowRatio).DefaultIfEmpty().Max();

    /// <summary>Rejects every call until <see cref="Close"/>.</summary>
    public void Isolate() => SetIsolated(true);

    /// <summary>Closes the breaker, from whatever state it is in; one that was not closed starts with an empty window.</summary>
    public void Close() => SetIsolated(false);

    internal void Attach(Circuit circuit)
    {
        lock (_gate)
        {
            Volatile.Write(ref _circuits, [.. _circuits, circuit]);
        }

        Apply(circuit);
    }

    internal void Detach(Circuit circuit)
    {
        lock (_gate)
        {
            Volatile.Write(ref _circuits, [.. _circuits.Where(attached => attached != circuit)]);
        }
    }

    private static int Severity(BreakerState state) => state switch
    {
        BreakerState.Closed => 0,
        BreakerState.Recovering => 1,
        BreakerState.HalfOpen => 2,
        BreakerState.Open => 3,
        _ => 4,
    };

    private void SetIsolated(bool isolated)
    {
        Volatile.Write(ref _isIsolated, isolated);
        foreach (var circuit in Volatile.Read(ref _circuits))
        {
            Apply(circuit);
        }
    }

    // Outside the lock, because a transition runs the user's callback; so once more if the wish changed meanwhile.
    private void Apply(Circuit circuit)
    {
        bool applied;
        do
        {
            applied = Volatile.Read(ref _isIsolated);
            if (applied)
            {
                circuit.Isolate();
            }
            else
            {
                circuit.Close();
            }
        }
        while (applied != Volatile.Read(ref _isIsolated));
    }
}
