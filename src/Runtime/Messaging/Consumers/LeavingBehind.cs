namespace DistPatterns.Messaging;

/// <summary>A wait for work that should end when it is cancelled, and may not.</summary>
internal static class LeavingBehind
{
    /// <summary>Waits for work, and once it is cancelled only a little longer.</summary>
    /// <param name="work">The work. Once it is left behind, its result is not looked at.</param>
    /// <param name="what">What it is, for the error.</param>
    /// <param name="patience">How much longer.</param>
    /// <param name="time">What that is counted by.</param>
    /// <param name="cancelled">What cancels the work.</param>
    /// <exception cref="HandlerHangsException">It has not ended.</exception>
    public static async ValueTask<T> OrLeaveAsync<T>(this ValueTask<T> work, string what, TimeSpan patience, TimeProvider time, CancellationToken cancelled)
    {
        if (work.IsCompleted)
        {
            return await work.ConfigureAwait(false);
        }

        var task = work.AsTask();
        Task ending = task; // a task with a result cannot be awaited without its exception
        await ending.WaitAsync(cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!task.IsCompleted)
        {
            await ending.WaitAsync(patience, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!task.IsCompleted)
        {
            // its exception is seen
            _ = task.ContinueWith(
                static t => t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw new HandlerHangsException(what);
        }

        return await task.ConfigureAwait(false);
    }
}

/// <summary>Work went on after it was cancelled, and was left behind. What it wrote in its transaction is rolled back.</summary>
internal sealed class HandlerHangsException(string what) : Exception($"{what} did not end when it was cancelled, and was left behind.");
