namespace DistPatterns.Runtime.Tests.Resilience;

/// <summary>
/// A virtual clock at which two threads meet: each waits at its so-and-so-manyth reading until the other is at its own,
/// so that both have looked and neither has acted. Where a lock lets only one of them get there, it goes on alone.
/// </summary>
internal sealed class MeetingClock : TimeProvider
{
    private static readonly TimeSpan Alone = TimeSpan.FromMilliseconds(200);

    private readonly Barrier meeting = new(2);
    private readonly ThreadLocal<int> readings = new();
    private int meetingAt;

    public TimeSpan Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        if (meetingAt > 0 && ++readings.Value == meetingAt)
        {
            meeting.SignalAndWait(Alone);
        }

        return Now.Ticks;
    }

    /// <summary>How many of two threads that run <paramref name="action"/>, and meet at that reading, are let through.</summary>
    public int LetThrough(int reading, Func<bool> action)
    {
        meetingAt = reading;
        var through = 0;
        Thread[] threads = [new(Run), new(Run)];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return through;

        void Run() => Interlocked.Add(ref through, action() ? 1 : 0);
    }
}
