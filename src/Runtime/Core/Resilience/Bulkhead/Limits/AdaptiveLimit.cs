namespace DistPatterns.Resilience;

/// <summary>Observes calls by many threads, and moves the bulkhead's limit once a window.</summary>
internal sealed class AdaptiveLimit(AdaptiveBulkheadStrategyOptions options, Bulkhead bulkhead, MillisecondClock clock)
{
    private readonly ILimit algorithm = options.Algorithm == LimitAlgorithm.Aimd ? new AimdLimit() : new Gradient2Limit();
    private readonly long window = (long)options.SampleWindow.TotalMilliseconds;
    private double limit = options.InitialConcurrency;
    private long windowEnd = (long)options.SampleWindow.TotalMilliseconds;
    private long latencies;
    private long successes;
    private long samples;
    private long peak;
    private int overloads;

    /// <summary>Counts a call that has just ended and still holds its permit.</summary>
    public void Observe(TimeSpan latency, bool isOverload)
    {
        if (isOverload)
        {
            Interlocked.Increment(ref overloads);
        }
        else
        {
            Interlocked.Add(ref latencies, latency.Ticks);
            Interlocked.Increment(ref successes);
        }

        Atomic.RaiseTo(ref peak, bulkhead.InFlight);
        var end = Volatile.Read(ref windowEnd);
        if (Interlocked.Increment(ref samples) >= options.MinSamples
            && clock.Now >= end
            && Interlocked.CompareExchange(ref windowEnd, long.MaxValue, end) == end)
        {
            Move();
            Volatile.Write(ref windowEnd, clock.Now + window);
        }
    }

    // By the one thread that took the window's end; calls that end meanwhile count in one of the two windows.
    private void Move()
    {
        var count = Interlocked.Exchange(ref successes, 0);
        var sum = Interlocked.Exchange(ref latencies, 0);
        Interlocked.Exchange(ref samples, 0);
        var sample = new LimitSample(
            count == 0 ? 0 : (double)sum / count, Interlocked.Exchange(ref peak, 0), Interlocked.Exchange(ref overloads, 0) > 0);
        limit = Math.Clamp(algorithm.Next(limit, sample), options.MinConcurrency, options.MaxConcurrency);
        bulkhead.Limit = (int)limit;
    }
}
