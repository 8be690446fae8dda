using Polly;

namespace DistPatterns.Resilience;

/// <summary>The timeout that Polly's own strategy takes for the deadline of a context.</summary>
internal static class DeadlineTimer
{
    // The limit of a timer in .NET; a deadline farther away needs none.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>The deadline that a timer further out in the same execution already keeps.</summary>
    public static ResiliencePropertyKey<Deadline?> Running { get; } = new("DistPatterns.Deadline.Running");

    public static TimeSpan TimeoutFor(ResilienceContext context)
    {
        var deadline = context.Properties.GetValue(Deadline.Property, null);

        // A second timer for one deadline would race the first, and a breaker between the two would take
        // the caller's lack of time for a failure of the dependency.
        if (deadline is null || ReferenceEquals(deadline, context.Properties.GetValue(Running, null)))
        {
            return Timeout.InfiniteTimeSpan;
        }

        context.Properties.Set(Running, deadline);
        var remaining = deadline.Remaining;
        if (remaining > Longest)
        {
            return Timeout.InfiniteTimeSpan;
        }

        // Polly takes zero for "no timeout", and the deadline can run out between the check before and this line.
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.FromTicks(1);
    }
}
