using System.Numerics;
using DistPatterns.Arithmetic;

namespace DistPatterns.Resilience;

/// <summary>A quantile of recent latencies, to about six per cent. Safe for concurrent use; recording is one increment.</summary>
/// <remarks>
/// A histogram whose buckets grow with the latency, sixteen to each power of two of microseconds, as in HdrHistogram.
/// Two of them: the current window's and the last one's, so that the quantile never starts from nothing.
/// </remarks>
internal sealed class RollingQuantile(double quantile, TimeSpan window, int minSamples, TimeProvider timeProvider)
{
    private const int SubBits = 4;
    private const int SubBuckets = 1 << SubBits;
    private const int Buckets = (64 - SubBits) * SubBuckets;

    private readonly MillisecondClock _clock = new(timeProvider);
    private Histogram _current = new(0, null);

    /// <summary>The quantile, or none while there are too few samples.</summary>
    public TimeSpan? Value
    {
        get
        {
            var newest = Current();
            Span<int> counts = stackalloc int[Buckets];
            counts.Clear();
            var total = newest.AddTo(counts) + (newest.Previous?.AddTo(counts) ?? 0);
            if (total < minSamples)
            {
                return null;
            }

            var rank = WholeNumber.Ceiling(quantile * total);
            var bucket = 0;
            for (var below = (long)counts[0]; below < rank; below += counts[bucket])
            {
                bucket++;
            }

            return TimeSpan.FromMicroseconds(UpperBoundOf(bucket));
        }
    }

    public void Record(TimeSpan latency) => Current().Count(BucketOf((long)latency.TotalMicroseconds));

    private static int BucketOf(long microseconds)
    {
        if (microseconds < SubBuckets)
        {
            return (int)Math.Max(0, microseconds);
        }

        var power = BitOperations.Log2((ulong)microseconds);
        return ((power - SubBits + 1) * SubBuckets) + ((int)(microseconds >> (power - SubBits)) & (SubBuckets - 1));
    }

    private static double UpperBoundOf(int bucket)
    {
        var shift = Math.Max(0, (bucket / SubBuckets) - 1);
        var mantissa = bucket < SubBuckets ? bucket : SubBuckets + (bucket % SubBuckets);
        return (mantissa + 1) * Math.Pow(2, shift);
    }

    private Histogram Current()
    {
        var newest = Volatile.Read(ref _current);
        var now = _clock.Now;
        var age = now - newest.Since;
        if (age < (long)window.TotalMilliseconds)
        {
            return newest;
        }

        // What is older than two windows is forgotten with the histogram before.
        var next = new Histogram(now, age < 2 * (long)window.TotalMilliseconds ? newest.Alone() : null);
        var seen = Interlocked.CompareExchange(ref _current, next, newest);
        return seen == newest ? next : seen;
    }

    private sealed class Histogram
    {
        private readonly int[] _counts;

        public Histogram(long since, Histogram? previous)
            : this(since, previous, new int[Buckets])
        {
        }

        private Histogram(long since, Histogram? previous, int[] counts) => (Since, Previous, _counts) = (since, previous, counts);

        public long Since { get; }

        public Histogram? Previous { get; }

        public Histogram Alone() => new(Since, null, _counts);

        public void Count(int bucket) => Interlocked.Increment(ref _counts[bucket]);

        public long AddTo(Span<int> sums)
        {
            var total = 0L;
            for (var bucket = 0; bucket < _counts.Length; bucket++)
            {
                sums[bucket] += _counts[bucket];
                total += _counts[bucket];
            }

            return total;
        }
    }
}
