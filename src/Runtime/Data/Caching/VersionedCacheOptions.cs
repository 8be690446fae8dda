using DistPatterns.Validation;

namespace DistPatterns.Caching;

/// <summary>How long a <see cref="VersionedCache"/> keeps what it has loaded.</summary>
public sealed class VersionedCacheOptions
{
    /// <summary>How long a value lives at most in each level, and so how stale it can be when an invalidation is lost. 5 minutes, as in HybridCache.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "7.00:00:00")]
    public TimeSpan Expiry { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>By what part of <see cref="Expiry"/> lifetimes differ, 0 to 0.9, so that values filled together do not expire together. 0.1.</summary>
    [Within(0, 0.9)]
    public double Jitter { get; set; } = 0.1;

    /// <summary>How long a load may take; a longer one fails with <see cref="TimeoutException"/> and is not kept. 30 seconds.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
