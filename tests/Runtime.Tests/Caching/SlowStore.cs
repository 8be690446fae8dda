namespace DistPatterns.Runtime.Tests.Caching;

/// <summary>A database with one value, whose reads can be held up after they have seen it.</summary>
internal sealed class SlowStore
{
    private Hold? _next;
    private int _loads;

    public string Value { get; set; } = "old";

    public int Loads => _loads;

    /// <summary>The next read sees the value, and then waits until it is released.</summary>
    public Hold HoldNextLoad() => _next = new();

    public async ValueTask<string> LoadAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _loads);
        var seen = Value;
        if (Interlocked.Exchange(ref _next, null) is { } hold)
            await hold.WaitAsync(cancellationToken);
        return seen;
    }

    internal sealed class Hold
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The read has seen the value.</summary>
        public Task Seen => _seen.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public void Release() => _released.SetResult();

        public Task WaitAsync(CancellationToken cancellationToken)
        {
            _seen.SetResult();
            return _released.Task.WaitAsync(cancellationToken);
        }
    }
}
