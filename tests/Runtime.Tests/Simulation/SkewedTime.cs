namespace DistPatterns.Runtime.Tests.Simulation;

/// <summary>A node's own wall clock: set wrong by an offset, and running too fast or too slow; its timers are right.</summary>
/// <param name="time">The true time.</param>
/// <param name="offset">How far it is ahead.</param>
/// <param name="drift">How much it gains, per second.</param>
internal sealed class SkewedTime(TimeProvider time, TimeSpan offset, double drift = 0) : TimeProvider
{
    private readonly long start = time.GetTimestamp();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp() => time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + offset + (time.GetElapsedTime(start) * drift);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
