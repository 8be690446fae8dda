namespace DistPatterns.Resilience;

/// <summary>What a circuit breaker does with the next call.</summary>
public enum BreakerState
{
    /// <summary>Every call goes through, and its outcome is counted.</summary>
    Closed,

    /// <summary>Every call is rejected until the break is over.</summary>
    Open,

    /// <summary>A few probes go through; the others are rejected until the probes have shown how the callee is.</summary>
    HalfOpen,

    /// <summary>A share of the calls goes through, rising to all of them over the recovery ramp.</summary>
    Recovering,

    /// <summary>Every call is rejected until an operator closes the breaker.</summary>
    Isolated,
}
