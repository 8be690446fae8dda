using DistPatterns.Resilience;

namespace DistPatterns.Replication;

/// <summary>Asks replicas, by their place among the N, until enough have answered or until that can no longer be.</summary>
internal sealed class ReplicaCalls(QuorumOptions options, TimeProvider timeProvider)
{
    private const int MinSamples = 16;
    private static readonly TimeSpan LatencyWindow = TimeSpan.FromSeconds(30);

    private readonly RollingQuantile _latency = new(options.HedgeQuantile, LatencyWindow, MinSamples, timeProvider);
    private int _turn;

    /// <summary>All replicas, beginning with another one each time, so that reads spread.</summary>
    public IEnumerable<int> InTurn()
    {
        var first = (int)((uint)Interlocked.Increment(ref _turn) % (uint)options.N);
        return Enumerable.Range(0, options.N).Select(i => (first + i) % options.N);
    }

    /// <summary>Asks one replica, within its time. Never throws.</summary>
    public async Task<Reply<TAnswer>> Ask<TAnswer>(int replica, Func<CancellationToken, ValueTask<TAnswer>> call, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(options.ReplicaTimeout, timeProvider, cancellationToken);
        var start = timeProvider.GetTimestamp();
        try
        {
            // the wait ends with the token whether or not the replica heeds it
            var answer = await call(limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
            _latency.Record(timeProvider.GetElapsedTime(start));
            return new(replica, answer, null);
        }
        catch (Exception error)
        {
            return new(replica, default, limit.IsOver ? new TimeoutException($"No answer within {options.ReplicaTimeout}.", error) : error);
        }
    }

    /// <summary>
    /// Asks <paramref name="atOnce"/> candidates, and the next one for each that fails or, while the budget lasts, is slower than most. Returns when
    /// <paramref name="needed"/> have answered, or as soon as so few are left that they cannot; those still asked go on.
    /// </summary>
    /// <returns>All replies so far, failures among them.</returns>
    public async ValueTask<List<Reply<TAnswer>>> Gather<TAnswer>(
        IEnumerable<int> candidates, int atOnce, int needed, Func<int, Task<Reply<TAnswer>>> ask, CancellationToken cancellationToken)
    {
        var waiting = new Queue<int>(candidates);
        List<Task<Reply<TAnswer>>> asked = [];
        List<Reply<TAnswer>> replies = [];
        var answered = 0;
        var mayHedge = true;
        options.Budget?.Deposit();
        while (answered < needed)
        {
            while (asked.Count + answered < atOnce && waiting.TryDequeue(out var next))
            {
                asked.Add(ask(next));
            }

            if (asked.Count + answered < needed)
            {
                break;
            }

            var any = Task.WhenAny(asked);
            var patience = mayHedge && waiting.Count > 0 ? _latency.Value ?? options.ReplicaTimeout / 4 : Timeout.InfiniteTimeSpan;
            Task wait = any.WaitAsync(patience, timeProvider, cancellationToken);
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (!any.IsCompleted)
            {
                mayHedge = TryPayHedge();
                if (mayHedge)
                {
                    asked.Add(ask(waiting.Dequeue()));
                }

                continue;
            }

            var first = await any.ConfigureAwait(false);
            asked.Remove(first);
            var reply = await first.ConfigureAwait(false);
            replies.Add(reply);
            answered += reply.Error is null ? 1 : 0;
        }

        return replies;
    }

    private bool TryPayHedge()
    {
        var isPaid = options.Budget?.TryWithdraw() ?? true;
        if (isPaid)
        {
            ReplicationMetrics.Hedges.Add(1);
        }
        else
        {
            RetryMetrics.Refused("Quorum", RetryRefusal.Budget);
        }

        return isPaid;
    }
}
