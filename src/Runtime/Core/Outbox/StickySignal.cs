namespace DistPatterns.Outbox;

/// <summary>A signal that is kept when nobody waits: the next wait ends at once. Many may set it, one waits.</summary>
internal sealed class StickySignal
{
    private TaskCompletionSource _pending = New();

    /// <summary>Whether a signal is kept. Not to keep it is the mistake that loses the wake-up between a look and the wait; a test makes it.</summary>
    public bool IsKept { get; init; } = true;

    private bool Awaited { get; set; }

    public void Set()
    {
        if (IsKept || Awaited)
        {
            Volatile.Read(ref _pending).TrySetResult();
        }
    }

    /// <summary>Waits for a signal; false when it did not come in time, or the wait was cancelled.</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        Awaited = true;
        var pending = _pending;
        await pending.Task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Awaited = false;
        if (!pending.Task.IsCompleted)
        {
            return false;
        }

        Volatile.Write(ref _pending, New()); // before the look that follows: what is set from here on counts for the next wait
        return true;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
