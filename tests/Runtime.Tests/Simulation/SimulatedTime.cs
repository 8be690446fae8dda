namespace DistPatterns.Runtime.Tests.Simulation;

/// <summary>The clock of a simulation: its timers are events, and it moves only from one event to the next.</summary>
internal sealed class SimulatedTime(Simulation simulation) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => simulation.Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => Start + simulation.Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(simulation, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(Simulation simulation, TimerCallback callback, object? state) : ITimer
    {
        private int setting; // an event of an earlier setting is void

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            setting++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Schedule(dueTime, period, setting);
            }

            return true;
        }

        public void Dispose() => setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Schedule(TimeSpan dueTime, TimeSpan period, int of) => simulation.Schedule(dueTime, () =>
        {
            if (of != setting)
            {
                return;
            }

            if (period > TimeSpan.Zero)
            {
                Schedule(period, period, of);
            }

            callback(state);
        });
    }
}
