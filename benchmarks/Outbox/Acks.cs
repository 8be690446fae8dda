using System.Collections.Concurrent;
using System.Diagnostics;

namespace DistPatterns.Benchmarks.Outbox;

/// <summary>Remembers when the broker was known to have each order's message.</summary>
internal sealed class Acks(int expected)
{
    private readonly ConcurrentDictionary<long, long> _times = new();
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public void Confirmed(long order)
    {
        if (_times.TryAdd(order, Stopwatch.GetTimestamp()) && Interlocked.Increment(ref _count) == expected)
        {
            _all.TrySetResult();
        }
    }

    public long TimeOf(long order) => _times[order];

    public Task AllAsync(CancellationToken cancellationToken) => _all.Task.WaitAsync(cancellationToken);
}
