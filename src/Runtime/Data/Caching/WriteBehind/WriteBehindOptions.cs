using DistPatterns.Validation;

namespace DistPatterns.Caching;

/// <summary>How a <see cref="WriteBehindCache{T}"/> drains its log.</summary>
public sealed class WriteBehindOptions
{
    /// <summary>How many writes are taken at once; those of one key become one. 100.</summary>
    [Within(1, 10_000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>How long to wait after the store refused a batch, before it is tried again. 1 second.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);
}
