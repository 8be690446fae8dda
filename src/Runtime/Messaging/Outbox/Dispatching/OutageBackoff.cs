using DistPatterns.Resilience;

namespace DistPatterns.Outbox;

/// <summary>Holds everything back for a while after something that all need, the broker or the database, did not answer.</summary>
internal sealed class OutageBackoff(JitteredBackoff backoff, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _failures;
    private long _since;
    private TimeSpan _pause;

    /// <summary>Whether the last call failed.</summary>
    public bool IsAway => Volatile.Read(ref _failures) > 0;

    /// <summary>How much longer to wait.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_gate)
            {
                var left = _failures == 0 ? TimeSpan.Zero : _pause - time.GetElapsedTime(_since);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    public void Answered() => Volatile.Write(ref _failures, 0);

    /// <summary>Counts a failure. Those of calls that ran side by side are one.</summary>
    public void Failed()
    {
        lock (_gate)
        {
            if (Left > TimeSpan.Zero)
            {
                return;
            }

            _pause = backoff.After(++_failures);
            _since = time.GetTimestamp();
        }
    }
}
