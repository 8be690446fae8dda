namespace DistPatterns.Resilience;

/// <summary>How long a circuit stays open, by how many times in a row it has been opened without a recovery in between.</summary>
public sealed class BreakDurations
{
    private readonly Func<int, TimeSpan> _durationOf;

    private BreakDurations(TimeSpan longest, Func<int, TimeSpan> durationOf) => (Longest, _durationOf) = (longest, durationOf);

    /// <summary>The longest break it gives.</summary>
    public TimeSpan Longest { get; }

    /// <summary>The same break every time.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is not positive.</exception>
    public static BreakDurations Constant(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        return new BreakDurations(duration, _ => duration);
    }

    /// <summary><paramref name="first"/>, then twice the break before, up to <paramref name="longest"/>.</summary>
    /// <remarks>A callee that stays down is asked less and less often, as in the exponential backoff of retries.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="first"/> is not positive, or <paramref name="longest"/> is less than it.
    /// </exception>
    public static BreakDurations Exponential(TimeSpan first, TimeSpan longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(first, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, first);
        return new BreakDurations(longest, breaks => ExponentialDelay.After(first, longest, breaks - 1));
    }

    /// <summary>The break of the <paramref name="breaks"/>-th opening in a row; 1 is the first. Counted up to 15.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="breaks"/> is less than 1.</exception>
    public TimeSpan Of(int breaks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(breaks, 1);
        return _durationOf(breaks);
    }
}
