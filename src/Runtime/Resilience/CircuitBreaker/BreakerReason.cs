namespace DistPatterns.Resilience;

/// <summary>Why a circuit breaker changed its state.</summary>
public enum BreakerReason
{
    /// <summary>Too many of the calls in the window failed or were slow.</summary>
    Window,

    /// <summary>Too many calls failed one after the other.</summary>
    ConsecutiveFailures,

    /// <summary>The break is over and the first probe goes through.</summary>
    BreakOver,

    /// <summary>The probes have shown how the callee is.</summary>
    Probes,

    /// <summary>Probes that did not return in time were counted as failed, and that decided.</summary>
    ProbesExpired,

    /// <summary>The recovery ramp is over.</summary>
    Recovered,

    /// <summary>An operator isolated or closed it.</summary>
    Manual,
}
