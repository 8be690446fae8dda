namespace DistPatterns.Runtime.Tests.Coordination;

/// <summary>
/// The monotonic clock of one process of a simulation: it starts anywhere, runs too fast or too slow, and while the process
/// is paused it goes on, but nothing of the process runs.
/// </summary>
internal sealed class ProcessTime(Simulation.Simulation simulation, double rate = 1) : TimeProvider
{
    private readonly long _start = simulation.Random.Next();
    private TimeSpan _pausedUntil;

    public bool IsPaused => simulation.Elapsed < _pausedUntil;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _start + (simulation.Elapsed * rate).Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer(
        simulation.Time.CreateTimer(_ => WhenRunning(() => callback(state)), null, Scale(dueTime), Scale(period)), Scale);

    public void Pause(TimeSpan duration)
    {
        var until = simulation.Elapsed + duration;
        _pausedUntil = until > _pausedUntil ? until : _pausedUntil;
    }

    /// <summary>Now, or when the pause is over: what has gathered by then runs in an order of chance.</summary>
    public void WhenRunning(Action action)
    {
        if (IsPaused)
        {
            simulation.Schedule(_pausedUntil - simulation.Elapsed, () => WhenRunning(action));
        }
        else
        {
            action();
        }
    }

    public Task RunningAsync()
    {
        var running = new TaskCompletionSource();
        WhenRunning(running.SetResult);
        return running.Task;
    }

    private TimeSpan Scale(TimeSpan local) => local <= TimeSpan.Zero ? local : local / rate;

    private sealed class Timer(ITimer timer, Func<TimeSpan, TimeSpan> scale) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(scale(dueTime), scale(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
