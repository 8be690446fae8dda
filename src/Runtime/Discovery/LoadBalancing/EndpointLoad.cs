namespace DistPatterns.Discovery;

/// <summary>
/// What one endpoint costs to call: its latency times the calls that wait there. The latency is a peak-sensitive
/// moving average as in Finagle's <c>PeakEwma</c>: it follows a rise at once and forgets it by time.
/// </summary>
internal sealed class EndpointLoad(TimeProvider timeProvider, TimeSpan decay)
{
    // An endpoint that never answered yet has no latency: one call finds it out, others stay away meanwhile.
    private const double UnknownAndBusy = 1e12;

    private readonly Lock _lock = new();
    private double _latency;
    private long _updatedAt = timeProvider.GetTimestamp();
    private int _inFlight;

    public double Cost
    {
        get
        {
            var inFlight = Volatile.Read(ref _inFlight);
            double latency;
            lock (_lock)
            {
                latency = Decayed(timeProvider.GetTimestamp());
            }

            return latency == 0 && inFlight > 0 ? UnknownAndBusy + inFlight : latency * (inFlight + 1);
        }
    }

    public void Start() => Interlocked.Increment(ref _inFlight);

    public void End(TimeSpan latency)
    {
        Interlocked.Decrement(ref _inFlight);
        lock (_lock)
        {
            var now = timeProvider.GetTimestamp();
            var sample = Math.Max(latency.TotalMilliseconds, double.Epsilon);
            var kept = Kept(now);
            _latency = Math.Max(sample, (_latency * kept) + (sample * (1 - kept)));
            _updatedAt = now;
        }
    }

    private double Decayed(long now) => _latency * Kept(now);

    private double Kept(long now) => Math.Exp(-(timeProvider.GetElapsedTime(_updatedAt, now) / decay));
}
