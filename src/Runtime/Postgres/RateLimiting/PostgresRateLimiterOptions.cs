using DistPatterns.Validation;

namespace DistPatterns.RateLimiting;

/// <summary>A token bucket that machines share, and what happens without its database.</summary>
public sealed class PostgresRateLimiterOptions
{
    /// <summary>How many tokens the bucket holds: what may be taken at once after a quiet time. Default 100; 1 to 1,000,000.</summary>
    [Within(1, 1_000_000)]
    public int TokenLimit { get; set; } = 100;

    /// <summary>How many tokens come back in a <see cref="ReplenishmentPeriod"/>, evenly. Default 100; 1 to 1,000,000.</summary>
    [Within(1, 1_000_000)]
    public int TokensPerPeriod { get; set; } = 100;

    /// <summary>The time in which <see cref="TokensPerPeriod"/> tokens come back. Default 1 s; 1 ms to one day.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan ReplenishmentPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// For how long the database is waited for before it counts as away. Default 500 ms; 1 ms to one minute.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// What is answered while the database is away. Default <see cref="DatabaseAway.Allow"/>: a limit that protects from
    /// overload should not be what stops the service. Where it guards money or somebody else's quota, refuse.
    /// </summary>
    public DatabaseAway WhenAway { get; set; } = DatabaseAway.Allow;

    /// <summary>
    /// For how long an outage is taken for granted, before the database is asked again: meanwhile nobody waits for
    /// <see cref="CallTimeout"/>. Default 1 s; zero to one minute.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan AskAgainAfter { get; set; } = TimeSpan.FromSeconds(1);

    // Rounded up to the database's microseconds: the rate is never above what was asked for.
    internal TimeSpan TimePerToken => TimeSpan.FromMicroseconds(Math.Ceiling(ReplenishmentPeriod.TotalMicroseconds / TokensPerPeriod));
}
