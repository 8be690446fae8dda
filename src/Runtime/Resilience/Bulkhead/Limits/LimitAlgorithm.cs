namespace DistPatterns.Resilience;

/// <summary>By what an adaptive bulkhead sets its limit.</summary>
public enum LimitAlgorithm
{
    /// <summary>
    /// By latency: the limit shrinks as the latency of the last window rises above the long-term one, and else grows by
    /// its square root. Finds the limit of a callee that slows down before it fails. From Netflix's concurrency-limits.
    /// </summary>
    Gradient2,

    /// <summary>
    /// By overload: one more after a window without, a tenth less after a window with one, as TCP does. For callees
    /// whose latency says little.
    /// </summary>
    Aimd,
}
