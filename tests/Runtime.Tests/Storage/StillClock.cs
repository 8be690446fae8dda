using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Storage;

/// <summary>The clock of a process that stands still, and tells when the process waits for an interval.</summary>
internal sealed class StillClock(TimeSpan interval, DateTimeOffset now) : TimeProvider
{
    private readonly FakeTimeProvider _still = new(now);
    private readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Waits => _waits.Task.WaitAsync(TestContext.Current.CancellationToken);

    public override DateTimeOffset GetUtcNow() => _still.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == interval)
        {
            _waits.TrySetResult();
        }

        return _still.CreateTimer(callback, state, dueTime, period);
    }
}
