using DistPatterns.Validation;

namespace DistPatterns.Resilience;

/// <summary>How many retries a budget allows. The defaults are those of Finagle's retry budget.</summary>
public sealed class RetryBudgetOptions
{
    /// <summary>How many retries each call pays for, 0 to 1; 0.2 by default: a callee that is down gets 1.2 times its load, not 4 times.</summary>
    [Within(0, 1.0)]
    public double Ratio { get; set; } = 0.2;

    /// <summary>How many retries a second are free, 0 or more; 10 by default. Without them a seldom called callee is never retried.</summary>
    [Within(0, 1_000_000)]
    public double MinPerSecond { get; set; } = 10;

    /// <summary>For how long a call pays, 1 s to 1 h; 10 s by default.</summary>
    [Within(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(10);
}
