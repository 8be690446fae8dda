namespace DistPatterns.Replication;

/// <summary>Another node's clock is further ahead than <see cref="HybridClockOptions.MaxSkew"/> allows: believing it would carry every clock away.</summary>
public sealed class ClockSkewException : Exception
{
    internal ClockSkewException(HybridTimestamp remote, TimeSpan ahead, TimeSpan allowed)
        : base($"The moment {remote} is {ahead.TotalMilliseconds:F0} ms ahead of this clock, "
            + $"and {nameof(HybridClockOptions.MaxSkew)} allows {allowed.TotalMilliseconds:F0} ms.") =>
        Ahead = ahead;

    /// <summary>How far the other clock is ahead.</summary>
    public TimeSpan Ahead { get; }
}
