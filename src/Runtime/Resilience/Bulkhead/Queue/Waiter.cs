using System.Threading.Tasks.Sources;

namespace DistPatterns.Resilience;

/// <summary>A call in a bulkhead's queue. Reused: its result is taken once, and then it goes back to the bulkhead.</summary>
internal sealed class Waiter(Bulkhead bulkhead) : IValueTaskSource<QueueVerdict>
{
    // Verdicts are given under the bulkhead's lock, and no continuation may run there.
    private ManualResetValueTaskSourceCore<QueueVerdict> _source = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;

    public LinkedListNode<Waiter> Node => field ??= new LinkedListNode<Waiter>(this);

    public CallPriority Priority { get; private set; }

    public long EnqueuedAt { get; private set; }

    public Deadline? Deadline { get; private set; }

    public void Prepare(CallPriority priority, Deadline? deadline, long now) =>
        (Priority, Deadline, EnqueuedAt) = (priority, deadline, now);

    public ValueTask<QueueVerdict> WaitAsync(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken.UnsafeRegister(static state => ((Waiter)state!).Cancel(), this);
        return new(this, _source.Version);
    }

    public void Complete(QueueVerdict verdict) => _source.SetResult(verdict);

    public QueueVerdict GetResult(short token)
    {
        var verdict = _source.GetResult(token);

        // Waits for a cancellation that is running, which must not find the waiter in its next use.
        _cancellation.Dispose();
        _source.Reset();
        bulkhead.Recycle(this);
        return verdict;
    }

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void Cancel() => bulkhead.Abandon(this);
}
