using Polly;

namespace DistPatterns.Resilience;

/// <summary>The deadline of a resilience context, and whether a timer keeps it.</summary>
/// <param name="deadline">The deadline.</param>
/// <param name="remaining">What remained of it when it was set.</param>
internal sealed class ContextDeadline(Deadline deadline, TimeSpan remaining)
{
    // The limit of a timer in .NET; a deadline farther away needs none.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private static readonly ResiliencePropertyKey<ContextDeadline?> Key = new("DistPatterns.Deadline");

    public Deadline Deadline { get; } = deadline;

    public bool HasTimer { get; private set; }

    public static ContextDeadline? Of(ResilienceContext context) => context.Properties.GetValue(Key, null);

    public static void Set(ResilienceContext context, ContextDeadline? deadline) => context.Properties.Set(Key, deadline);

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
        return remaining < LongestTimer ? remaining : Timeout.InfiniteTimeSpan;
    }
}
