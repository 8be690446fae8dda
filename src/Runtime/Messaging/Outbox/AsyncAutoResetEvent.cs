namespace DistPatterns.Outbox;

/// <summary>A signal that is kept when nobody waits: the next wait ends at once. Many may set it, one waits.</summary>
internal sealed class AsyncAutoResetEvent
{
    private TaskCompletionSource _pending = new();

    /// <summary>Whether somebody waits.</summary>
    public bool IsAwaited { get; private set; }

    public void Set() => Volatile.Read(ref _pending).TrySetResult();

    /// <summary>Waits for a signal; false when it did not come in time, or the wait was cancelled.</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        IsAwaited = true;
        var pending = _pending;
        await pending.Task
            .WaitAsync(timeout, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        IsAwaited = false;
        await Task.Yield(); // who has set it does not do the waiter's work
        if (!pending.Task.IsCompleted)
        {
            return false;
        }

        Volatile.Write(ref _pending, new()); // before the look that follows: what is set from here on counts for the next wait
        return true;
    }
}
