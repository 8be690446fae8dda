using System.Collections.Concurrent;
using DistPatterns.Coordination;

namespace DistPatterns.Outbox;

/// <summary>A bucket while this process holds it under one epoch.</summary>
internal sealed class Bucket(BucketLease lease, long sent, TimeSpan lostAfter, TimeProvider time) : IDisposable
{
    private const int Idle = 0, Busy = 1, Closed = 2;

    private readonly LeaseTenure _tenure = new(sent, lostAfter, time);
    private int _state;

    public BucketLease Lease => lease;

    /// <summary>Fires before the database can give the bucket to another.</summary>
    public CancellationToken Lost => _tenure.Lost;

    /// <summary>By the clock itself, where the timer behind <see cref="Lost"/> is late.</summary>
    public bool IsHeld => _tenure.IsHeld;

    public bool IsBusy => Volatile.Read(ref _state) == Busy;

    /// <summary>More than the fair share: it is given back as soon as nothing of it is in flight.</summary>
    public bool IsSurplus { get; set; }

    /// <summary>The signal at which it was read last.</summary>
    public long ReadAt { get; set; } = -1;

    /// <summary>Whether the last read left something behind.</summary>
    public bool HasMore { get; set; }

    /// <summary>When a message of it is to be tried again, as a time stamp.</summary>
    public long? DueAt { get; set; }

    /// <summary>
    /// The destinations that messages of it are held back for, each with the place of the last message that was brought back and may be sent; null until
    /// the database was asked.
    /// </summary>
    public ConcurrentDictionary<string, long>? HeldFor { get; set; }

    /// <summary>When the database was asked, as a time stamp.</summary>
    public long HeldAskedAt { get; set; }

    /// <summary>Whether there may be something to read that was not read.</summary>
    public bool IsReady(long signal, long now) => !IsSurplus && !IsBusy && (HasMore || ReadAt < signal || DueAt <= now) && IsHeld;

    /// <summary>Has it read again after a time, or sooner.</summary>
    public void LookAgainIn(TimeSpan delay)
    {
        var due = time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);
        DueAt = DueAt < due ? DueAt : due;
    }

    /// <summary>Begins the one batch that may be in flight.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Busy, Idle) == Idle;

    public void End() => Volatile.Write(ref _state, Idle);

    /// <summary>Ends its use, if nothing is in flight.</summary>
    public bool TryClose() => Interlocked.CompareExchange(ref _state, Closed, Idle) == Idle;

    /// <summary>It is held from when that was sent.</summary>
    public void Renewed(long renewalSent) => _tenure.Renewed(renewalSent);

    /// <summary>Another has it, or may have.</summary>
    public bool Lose()
    {
        _tenure.End();
        return true;
    }

    public void Dispose() => _tenure.Dispose();
}
