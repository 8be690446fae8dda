namespace DistPatterns.Resilience;

/// <summary>Waits that double up to a longest one, however often. What chance takes of them is the caller's.</summary>
internal static class ExponentialDelay
{
    /// <summary>The first wait, doubled so many times; in doubles, because ticks overflow long before somebody gives up.</summary>
    public static TimeSpan After(TimeSpan first, TimeSpan longest, int doublings)
    {
        var ticks = first.Ticks * Math.Pow(2, doublings);
        return ticks < longest.Ticks ? TimeSpan.FromTicks((long)ticks) : longest;
    }
}
