using System.Data.Common;
using System.Runtime.CompilerServices;

namespace DistPatterns.Outbox;

/// <summary>
/// Tells the dispatcher, here and in other processes, that messages were committed, so that they are not left for the next
/// poll. It is kept when nobody waits. To forget it loses no message: the poll finds it.
/// </summary>
public sealed class OutboxSignal
{
    private readonly ConditionalWeakTable<DbTransaction, OutboxSignal> _written = [];
    private readonly AsyncAutoResetEvent _set = new();
    private long _generation;

    /// <summary>Wakes the dispatcher of this process.</summary>
    internal AsyncAutoResetEvent Dispatcher { get; } = new();

    /// <summary>Whether it is kept when nobody waits. A test sees what becomes of messages when it is not.</summary>
    internal bool IsKept { get; init; } = true;

    /// <summary>Whether others may send what this process commits: it does not hold all buckets just now.</summary>
    internal Func<bool> ConcernsOthers { get; set; } = () => true;

    /// <summary>Grows with every signal: what was read at an earlier one may miss something.</summary>
    internal long Generation => Volatile.Read(ref _generation);

    /// <summary>Says that messages were committed.</summary>
    internal void Set()
    {
        if (ConcernsOthers())
        {
            _set.Set();
        }

        Wake();
    }

    /// <summary>Says that a transaction was committed; nothing happens unless messages were written in it.</summary>
    public void Committed(DbTransaction transaction)
    {
        if (_written.Remove(transaction))
        {
            Set();
        }
    }

    /// <summary>Wakes the dispatcher of this process: somebody else committed messages, or may have.</summary>
    internal void Wake()
    {
        if (IsKept || Dispatcher.IsAwaited)
        {
            Interlocked.Increment(ref _generation);
            Dispatcher.Set();
        }
    }

    /// <summary>
    /// Waits until this process has committed messages since the last wait that others may have to send. For the one who tells the other processes.
    /// </summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    internal async ValueTask WaitUntilSetAsync(CancellationToken cancellationToken)
    {
        await _set.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Messages are written in a transaction that is not committed yet.</summary>
    internal void Written(DbTransaction transaction) => _written.TryAdd(transaction, this);
}
