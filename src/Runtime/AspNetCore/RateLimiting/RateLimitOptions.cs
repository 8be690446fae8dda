using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using DistPatterns.Validation;

namespace DistPatterns.AspNetCore;

/// <summary>
/// One rate limit, as a section of configuration can say it, for a client and a server both: Polly's
/// <c>AddRateLimiter</c> takes <see cref="CreateLimiter"/>, an ASP.NET Core policy takes <see cref="Partition"/>.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>What is counted; the default is <see cref="RateLimitAlgorithm.TokenBucket"/>.</summary>
    [EnumDataType(typeof(RateLimitAlgorithm))]
    public RateLimitAlgorithm Algorithm { get; set; }

    /// <summary>Permits a <see cref="Window"/>, or held at once for <see cref="RateLimitAlgorithm.Concurrency"/>; at least 1, 100 by default.</summary>
    [Within(1, int.MaxValue)]
    public int PermitLimit { get; set; } = 100;

    /// <summary>The time that <see cref="PermitLimit"/> is for, 10 ms to 24 h; the default is 1 s.</summary>
    [Within(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The steps in which a window moves or a bucket fills, 1 to 100; the default is 10.</summary>
    [Within(1, 100)]
    public int Segments { get; set; } = 10;

    /// <summary>How many may wait for a permit, at least 0; the default of 0 rejects at once.</summary>
    [Within(0, int.MaxValue)]
    public int QueueLimit { get; set; }

    // A bucket gets whole tokens: steps that do not divide the limit would round the rate down.
    private int BucketSteps => Enumerable.Range(1, Segments).Last(steps => PermitLimit % steps == 0);

    /// <summary>Creates a limiter, which its owner disposes.</summary>
    /// <exception cref="ValidationException">An option is out of range.</exception>
    public RateLimiter CreateLimiter()
    {
        Validate();
        return Algorithm switch
        {
            RateLimitAlgorithm.TokenBucket => new TokenBucketRateLimiter(TokenBucket()),
            RateLimitAlgorithm.SlidingWindow => new SlidingWindowRateLimiter(SlidingWindow()),
            RateLimitAlgorithm.FixedWindow => new FixedWindowRateLimiter(FixedWindow()),
            _ => new ConcurrencyLimiter(Concurrency()),
        };
    }

    /// <summary>
    /// The limit for one key of a <see cref="PartitionedRateLimiter{TResource}"/>, which owns the limiters, one timer for all of them, and drops idle
    /// ones.
    /// </summary>
    public RateLimitPartition<TKey> Partition<TKey>(TKey key) => Algorithm switch
    {
        RateLimitAlgorithm.TokenBucket => RateLimitPartition.GetTokenBucketLimiter(key, _ => TokenBucket()),
        RateLimitAlgorithm.SlidingWindow => RateLimitPartition.GetSlidingWindowLimiter(key, _ => SlidingWindow()),
        RateLimitAlgorithm.FixedWindow => RateLimitPartition.GetFixedWindowLimiter(key, _ => FixedWindow()),
        _ => RateLimitPartition.GetConcurrencyLimiter(key, _ => Concurrency()),
    };

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ValidationException">An option is out of range.</exception>
    public void Validate() => Validator.ValidateObject(this, new(this), validateAllProperties: true);

    private TokenBucketRateLimiterOptions TokenBucket() => new()
    {
        TokenLimit = PermitLimit, TokensPerPeriod = PermitLimit / BucketSteps, ReplenishmentPeriod = Window / BucketSteps, QueueLimit = QueueLimit,
    };

    private SlidingWindowRateLimiterOptions SlidingWindow() => new()
    {
        PermitLimit = PermitLimit, Window = Window, SegmentsPerWindow = Segments, QueueLimit = QueueLimit,
    };

    private FixedWindowRateLimiterOptions FixedWindow() => new() { PermitLimit = PermitLimit, Window = Window, QueueLimit = QueueLimit };

    private ConcurrencyLimiterOptions Concurrency() => new() { PermitLimit = PermitLimit, QueueLimit = QueueLimit };
}
