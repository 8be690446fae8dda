using Polly;

namespace DistPatterns.Resilience;

/// <summary>The deadline of a resilience context, and whether a timer keeps it.</summary>
internal sealed class ContextDeadline : Deadline
{
    // The limit of a timer in .NET; a deadline farther away needs none.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private static readonly ResiliencePropertyKey<ContextDeadline?> Key = new("DP.Deadline"); // short: hashed seven times a request

    private readonly TimeSpan _remaining;

    /// <summary>A deadline that begins now.</summary>
    public ContextDeadline(TimeProvider time, long expiresAt, TimeSpan timeout)
        : base(time, expiresAt) => _remaining = timeout;

    /// <summary>A deadline that the execution got from elsewhere.</summary>
    /// <param name="deadline">That deadline.</param>
    /// <param name="remaining">What remains of it.</param>
    public ContextDeadline(Deadline deadline, TimeSpan remaining)
        : base(deadline) => _remaining = remaining;

    public bool HasTimer { get; private set; }

    public static ContextDeadline? In(ResilienceContext context) => context.Properties.GetValue(Key, null);

    public static void Put(ResilienceContext context, ContextDeadline? deadline) => context.Properties.Set(Key, deadline);

    /// <summary>The timeout that Polly's strategy is to keep; infinite where a timer further out keeps the deadline.</summary>
    /// <remarks>
    /// What remained when the deadline was found unexpired, never what remains now: that could be zero in the meantime,
    /// which Polly takes for "no timeout".
    /// </remarks>
    public TimeSpan TakeTimeout()
    {
        if (HasTimer)
        {
            return Timeout.InfiniteTimeSpan;
        }

        HasTimer = true;
        return _remaining < LongestTimer ? _remaining : Timeout.InfiniteTimeSpan;
    }
}
