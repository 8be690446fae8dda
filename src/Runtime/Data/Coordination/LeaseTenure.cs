namespace DistPatterns.Coordination;

/// <summary>
/// For how long a lease is held by this process' monotonic clock: two thirds of the time to live from when the last renewal that succeeded was
/// <em>sent</em>, which is before the store can grant it to another.
/// </summary>
internal sealed class LeaseTenure : IDisposable
{
    private readonly TimeSpan _lostAfter;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost;
    private long _sent; // when the last take or renewal that succeeded was sent

    public LeaseTenure(long sent, TimeSpan lostAfter, TimeProvider time)
    {
        (_sent, _lostAfter, _time) = (sent, lostAfter, time);
        _lost = new CancellationTokenSource(Left, time);
        Lost = _lost.Token;
    }

    /// <summary>Fires when it is over. It stays usable when this is disposed.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Whether it lasts at this moment, by the clock itself: right even where the timer behind <see cref="Lost"/> is late.</summary>
    public bool IsHeld => !Lost.IsCancellationRequested && Left > TimeSpan.Zero;

    private TimeSpan Left
    {
        get
        {
            var left = _lostAfter - _time.GetElapsedTime(Volatile.Read(ref _sent));
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>A renewal that was sent at that time stamp succeeded.</summary>
    public void Renewed(long sent)
    {
        Volatile.Write(ref _sent, sent);
        _lost.CancelAfter(Left);
    }

    /// <summary>It is over: another has the lease or may have it, or it is given back.</summary>
    public void End() => _lost.Cancel();

    public void Dispose() => _lost.Dispose();
}
