namespace DistPatterns.Resilience;

/// <summary>Observes calls by many threads, and moves the bulkhead's limit once a window.</summary>
internal sealed class AdaptiveLimit(AdaptiveBulkheadStrategyOptions options, Bulkhead bulkhead, MillisecondClock clock)
{
    private readonly ILimit _algorithm = options.Algorithm == LimitAlgorithm.Aimd ? new AimdLimit() : new Gradient2Limit();
    private readonly long _window = (long)options.SampleWindow.TotalMilliseconds;
    private double _limit = options.InitialConcurrency;
    private long _windowEnd = (long)options.SampleWindow.TotalMilliseconds;
    private long _latencies;
    private long _successes;
    private long _samples;
    private long _peak;
    private int _overloads;

    /// <summary>Counts a call that has just ended and still holds its permit.</summary>
    public void Observe(TimeSpan latency, bool isOverload)
    {
        if (isOverload)
        {
            Interlocked.Increment(ref _overloads);
        }
        else
        {
            Interlocked.Add(ref _latencies, latency.Ticks);
            Interlocked.Increment(ref _successes);
        }

        Atomic.RaiseTo(ref _peak, bulkhead.InFlight);
        var end = Volatile.Read(ref _windowEnd);
        if (Interlocked.Increment(ref _samples) >= options.MinSamples
            && clock.Now >= end
            && Interlocked.CompareExchange(ref _windowEnd, long.MaxValue, end) == end)
        {
            Move();
            Volatile.Write(ref _windowEnd, clock.Now + _window);
        }
    }

    // By the one thread that took the window's end; calls that end meanwhile count in one of the two windows.
    private void Move()
    {
        var count = Interlocked.Exchange(ref _successes, 0);
        var sum = Interlocked.Exchange(ref _latencies, 0);
        Interlocked.Exchange(ref _samples, 0);
        var sample = new LimitSample(
            count == 0 ? 0 : (double)sum / count, Interlocked.Exchange(ref _peak, 0), Interlocked.Exchange(ref _overloads, 0) > 0);
        _limit = Math.Clamp(_algorithm.Next(_limit, sample), options.MinConcurrency, options.MaxConcurrency);
        bulkhead.Limit = (int)_limit;
    }
}
