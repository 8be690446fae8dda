namespace DistPatterns.Discovery;

/// <summary>The failures of one endpoint and its time outside. Guarded by the pool's lock, except for <see cref="IsFailing"/>.</summary>
internal sealed class EndpointHealth(LoadBalancingOptions options, TimeProvider timeProvider)
{
    private long _failuresInARow;
    private int _ejections;
    private TimeSpan _lastStay;

    /// <summary>When it comes back, as a timestamp; meaningful while <see cref="IsEjected"/>.</summary>
    public long ReturnsAt { get; private set; }

    public bool IsEjected { get; private set; }

    /// <summary>Whether its last call failed; may be asked without the lock, so that successes need not take it.</summary>
    public bool IsFailing => Volatile.Read(ref _failuresInARow) > 0;

    public void Succeeded() => _failuresInARow = 0;

    /// <returns>Whether it has failed often enough to be ejected.</returns>
    public bool Failed() => ++_failuresInARow >= options.FailuresToEject;

    public void Eject()
    {
        var now = timeProvider.GetTimestamp();
        var reformed = _ejections > 0 && timeProvider.GetElapsedTime(ReturnsAt, now) >= _lastStay;
        _ejections = reformed ? 1 : _ejections + 1;
        var stay = options.EjectionTime * _ejections;
        _lastStay = stay < options.MaxEjectionTime ? stay : options.MaxEjectionTime;
        ReturnsAt = now + (long)(_lastStay.TotalSeconds * timeProvider.TimestampFrequency);
        IsEjected = true;
    }

    public void Return()
    {
        IsEjected = false;
        _failuresInARow = 0;
        ReturnsAt = Math.Min(ReturnsAt, timeProvider.GetTimestamp());
    }
}
