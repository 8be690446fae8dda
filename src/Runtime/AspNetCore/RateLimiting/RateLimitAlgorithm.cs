namespace DistPatterns.AspNetCore;

/// <summary>What a rate limit counts.</summary>
public enum RateLimitAlgorithm
{
    /// <summary>Permits flow back evenly: a burst up to the limit, then the rate.</summary>
    TokenBucket,

    /// <summary>Permits of the last window, moved on by segments.</summary>
    SlidingWindow,

    /// <summary>Permits since the window began; up to twice the limit can pass around its turn.</summary>
    FixedWindow,

    /// <summary>Permits held at the same time, whatever the rate.</summary>
    Concurrency,
}
