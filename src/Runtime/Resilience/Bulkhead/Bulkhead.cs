using System.Diagnostics.CodeAnalysis;

namespace DistPatterns.Resilience;

/// <summary>Permits for calls to run, and the queue of those that wait for one.</summary>
/// <remarks>
/// One word holds how many run (low half) and how many wait (high half). While nobody waits, a permit is taken and given
/// back by one compare-and-swap; that nobody waits is part of the compared word, so no wake-up is lost. Once calls
/// wait, permits are handed over under a lock, without ever being free in between for a newcomer to take.
/// </remarks>
internal sealed class Bulkhead(int limit, BulkheadStrategyOptions options, TimeProvider timeProvider) : IDisposable
{
    private const long OneWaiting = 1L << 32;

    private readonly Lock _gate = new();
    private readonly MillisecondClock _clock = new(timeProvider);
    private readonly WaitQueue _queue = new((long)options.QueueDelayTarget.TotalMilliseconds, (long)options.QueueDelayInterval.TotalMilliseconds);
    private readonly Stack<Waiter> _idle = new();
    private ITimer? _sweep;
    private long _word;
    private int _limit = limit;

    public int InFlight => (int)Volatile.Read(ref _word);

    public int Waiting => (int)(Volatile.Read(ref _word) >> 32);

    /// <summary>The most that run at once. Made smaller, it is reached as calls end; made greater, those that wait go on.</summary>
    public int Limit
    {
        get => Volatile.Read(ref _limit);
        set
        {
            lock (_gate)
            {
                Volatile.Write(ref _limit, value);
                while (Waiting > 0 && InFlight < value && TryTake(out var next))
                {
                    Interlocked.Add(ref _word, 1 - OneWaiting);
                    next.Complete(QueueVerdict.Granted);
                }
            }
        }
    }

    /// <summary>Takes a permit if there is one and nobody waits.</summary>
    public bool TryEnter()
    {
        // A word with waiters is greater than any limit.
        for (var current = Volatile.Read(ref _word); current < Limit;)
        {
            var seen = Interlocked.CompareExchange(ref _word, current + 1, current);
            if (seen == current)
            {
                return true;
            }

            current = seen;
        }

        return false;
    }

    /// <summary>Waits for a permit in the queue, if it has room.</summary>
    public ValueTask<QueueVerdict> WaitAsync(CallPriority priority, Deadline? deadline, CancellationToken cancellationToken)
    {
        if (deadline is { IsExpired: true })
        {
            return new(QueueVerdict.Rejected(BulkheadRejectionReason.DeadlineExpired));
        }

        if (options.QueueLimit == 0)
        {
            return new(QueueVerdict.Rejected(BulkheadRejectionReason.Full));
        }

        Waiter waiter;
        lock (_gate)
        {
            RejectAged();
            if (Waiting >= options.QueueLimit && !TryDisplaceBelow(priority))
            {
                return new(QueueVerdict.Rejected(BulkheadRejectionReason.Full));
            }

            if (!TryCountWaiting())
            {
                return new(QueueVerdict.Granted);
            }

            waiter = _idle.TryPop(out var reused) ? reused : new Waiter(this);
            waiter.Prepare(priority, deadline, _clock.Now);
            _queue.Add(waiter);
            _sweep ??= timeProvider.CreateTimer(static state => ((Bulkhead)state!).Sweep(), this, options.QueueDelayInterval, options.QueueDelayInterval);
        }

        return waiter.WaitAsync(cancellationToken);
    }

    /// <summary>Gives a permit back.</summary>
    public void Exit()
    {
        for (var current = Volatile.Read(ref _word); current < OneWaiting;)
        {
            var seen = Interlocked.CompareExchange(ref _word, current - 1, current);
            if (seen == current)
            {
                return;
            }

            current = seen;
        }

        HandOver();
    }

    public void Dispose() => _sweep?.Dispose();

    internal void Abandon(Waiter waiter)
    {
        lock (_gate)
        {
            if (_queue.TryRemove(waiter))
            {
                Leave(waiter, QueueVerdict.Cancelled);
            }
        }
    }

    internal void Recycle(Waiter waiter)
    {
        lock (_gate)
        {
            _idle.Push(waiter);
        }
    }

    private void HandOver()
    {
        lock (_gate)
        {
            RejectAged();
            if (InFlight <= _limit && TryTake(out var next))
            {
                Interlocked.Add(ref _word, -OneWaiting);
                next.Complete(QueueVerdict.Granted);
            }
            else
            {
                Interlocked.Decrement(ref _word);
            }
        }
    }

    // Unless a permit came free: then it is taken instead. An Exit in between changes the word, and is seen.
    private bool TryCountWaiting()
    {
        while (!TryEnter())
        {
            var current = Volatile.Read(ref _word);
            var mustWait = current >= _limit;
            if (mustWait && Interlocked.CompareExchange(ref _word, current + OneWaiting, current) == current)
            {
                return true;
            }
        }

        return false;
    }

    // The taken call still counts as waiting, so that no newcomer can take its permit before it is counted.
    private bool TryTake([MaybeNullWhen(false)] out Waiter waiter)
    {
        while (_queue.TryTake(_clock.Now, out waiter))
        {
            if (waiter.Deadline is not { IsExpired: true })
            {
                return true;
            }

            Leave(waiter, QueueVerdict.Rejected(BulkheadRejectionReason.DeadlineExpired));
        }

        return false;
    }

    private bool TryDisplaceBelow(CallPriority priority)
    {
        if (!_queue.TryDisplaceBelow(priority, out var waiter))
        {
            return false;
        }

        Leave(waiter, QueueVerdict.Rejected(BulkheadRejectionReason.Displaced));
        return true;
    }

    private void RejectAged()
    {
        while (_queue.TryTakeAged(_clock.Now, out var waiter))
        {
            Leave(waiter, QueueVerdict.Rejected(BulkheadRejectionReason.Late));
        }
    }

    private void Leave(Waiter waiter, QueueVerdict verdict)
    {
        Interlocked.Add(ref _word, -OneWaiting);
        waiter.Complete(verdict);
    }

    // Calls that hang give no permit back, and those that wait behind them still have their deadlines.
    private void Sweep()
    {
        lock (_gate)
        {
            RejectAged();
            foreach (var expired in _queue.TakeExpired())
            {
                Leave(expired, QueueVerdict.Rejected(BulkheadRejectionReason.DeadlineExpired));
            }

            if (Waiting == 0)
            {
                _sweep?.Dispose();
                _sweep = null;
            }
        }
    }
}
