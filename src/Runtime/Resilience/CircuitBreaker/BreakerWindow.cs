namespace DistPatterns.Resilience;

/// <summary>Which calls a circuit breaker judges by: those of the last while, or the last so many.</summary>
public abstract class BreakerWindow
{
    private BreakerWindow()
    {
    }

    /// <summary>The calls of the last <paramref name="length"/>, forgotten a tenth of it at a time.</summary>
    /// <param name="length">100 ms to 24 h.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is out of range.</exception>
    public static BreakerWindow Time(TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.FromMilliseconds(100));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, TimeSpan.FromDays(1));
        return new TimeBased(length);
    }

    /// <summary>The last <paramref name="calls"/> calls, for callees that are called too seldom for a time window.</summary>
    /// <param name="calls">2 to 100,000. Each takes eight bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="calls"/> is out of range.</exception>
    public static BreakerWindow Count(int calls)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(calls, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(calls, 100_000);
        return new CountBased(calls);
    }

    /// <summary>The most calls it can hold.</summary>
    internal abstract int Capacity { get; }

    internal abstract CallWindow Create(MillisecondClock clock);

    private sealed class TimeBased(TimeSpan length) : BreakerWindow
    {
        private const int Buckets = 10;

        internal override int Capacity => int.MaxValue;

        internal override CallWindow Create(MillisecondClock clock) => new TimeWindow(clock, length, Buckets);
    }

    private sealed class CountBased(int calls) : BreakerWindow
    {
        internal override int Capacity => calls;

        internal override CallWindow Create(MillisecondClock clock) => new CountWindow(calls);
    }
}
