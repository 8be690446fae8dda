namespace DistPatterns.Resilience;

/// <summary>Which calls go first when not all can, and which are given up first.</summary>
public enum CallPriority
{
    /// <summary>Work that nobody waits for: prefetching, batch, repair.</summary>
    Background,

    /// <summary>Work that somebody waits for.</summary>
    Normal,

    /// <summary>Work without which the system does harm: payments, health probes.</summary>
    Critical,
}
