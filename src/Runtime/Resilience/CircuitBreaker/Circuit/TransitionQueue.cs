using System.Collections.Concurrent;

namespace DistPatterns.Resilience;

/// <summary>Delivers the transitions of a circuit one at a time and in their order, outside of any lock.</summary>
/// <remarks>
/// Threads can publish in another order than they made their transitions in; the generation says the true one. Whoever
/// publishes delivers what is due; nobody waits for another's delivery, so a callback may call through its own breaker.
/// </remarks>
internal sealed class TransitionQueue(Func<BreakerTransition, ValueTask> deliver)
{
    private readonly ConcurrentDictionary<long, BreakerTransition> _undelivered = new();
    private long _nextGeneration = 1;
    private int _isDelivering;

    public void Publish(long generation, BreakerTransition transition)
    {
        _undelivered[generation] = transition;
        _ = DeliverAsync();
    }

    private async Task DeliverAsync()
    {
        while (_undelivered.ContainsKey(Volatile.Read(ref _nextGeneration)) && Interlocked.Exchange(ref _isDelivering, 1) == 0)
        {
            try
            {
                while (_undelivered.TryRemove(_nextGeneration, out var transition))
                {
                    Volatile.Write(ref _nextGeneration, _nextGeneration + 1);
                    await deliver(transition).ConfigureAwait(false);
                }
            }
            finally
            {
                // Who published after the last look and before this line saw the flag, and left it to the outer loop.
                Interlocked.Exchange(ref _isDelivering, 0);
            }
        }
    }
}
