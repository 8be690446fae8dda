namespace DistPatterns.Crash.Chaos;

/// <summary>How long a run waits for one thing, which is much more than a busy machine takes.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <exception cref="TimeoutException">It did not end in time; the message says what was waited for.</exception>
    public static async Task WaitAsync(Task task, string what, Func<string?>? why = null)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s in vain for {what}. {why?.Invoke()}".TrimEnd());
        }
    }
}
