namespace DistPatterns.Replication;

/// <summary>A quantile of the last 256 answers, recomputed every 16.</summary>
/// <param name="quantile">Which, from 0 to 1.</param>
/// <param name="initial">What to take until the first 16 are seen.</param>
internal sealed class RollingLatency(double quantile, TimeSpan initial)
{
    private const int Window = 256;
    private const int Batch = 16;

    private readonly Lock gate = new();
    private readonly long[] ticks = new long[Window];
    private long seen;
    private long current = initial.Ticks;

    public TimeSpan Current => new(Volatile.Read(ref current));

    public void Add(TimeSpan latency)
    {
        lock (gate)
        {
            ticks[seen++ % Window] = latency.Ticks;
            if (seen % Batch == 0)
            {
                var sorted = ticks[..(int)Math.Min(seen, Window)];
                Array.Sort(sorted);
                Volatile.Write(ref current, sorted[(int)(quantile * (sorted.Length - 1))]);
            }
        }
    }
}
