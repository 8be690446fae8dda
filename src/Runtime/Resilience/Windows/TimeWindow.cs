using System.Numerics;
using System.Runtime.CompilerServices;

namespace DistPatterns.Resilience;

/// <summary>The calls of the last while: a ring of buckets, one ring for each of a few processors.</summary>
/// <remarks>
/// A bucket is three words, for the calls, the failed and the slow ones. Each is a count, tagged with the number of the time slice it counts,
/// so that a word is taken over for a new slice by one compare-and-swap and recording is otherwise one increment. The longer a slice, the fewer
/// there are and the more calls come in one: all windows have room for 69 years of slices and for 4 million calls in each millisecond of one, so
/// that neither part of a word can overflow, and a word that was not touched for long is never taken for a new one.
/// A success touches the first word alone. Rings stand on cache lines of their own.
/// </remarks>
internal sealed class TimeWindow : CallWindow
{
    private const int LifetimeBits = 41; // of milliseconds: 69 years
    private const int WordsPerBucket = 3;
    private const int WordsPerLine = 16; // two cache lines: the next one is prefetched with the first

    private static readonly int Stripes = Math.Min((int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount), 8);

    private readonly MillisecondClock _clock;
    private readonly long _sliceLength;
    private readonly int _buckets;
    private readonly int _countBits;
    private readonly int _stride;
    private readonly long[] _words;

    public TimeWindow(MillisecondClock clock, TimeSpan length, int buckets)
    {
        _clock = clock;
        _buckets = buckets;
        _sliceLength = Math.Max(1, (long)Math.Ceiling(length.TotalMilliseconds / buckets));
        _countBits = 64 - LifetimeBits + BitOperations.Log2((ulong)_sliceLength);
        _stride = ((buckets * WordsPerBucket / WordsPerLine) + 2) * WordsPerLine;
        _words = new long[(Stripes * _stride) + WordsPerLine];
    }

    public override void Record(bool failed, bool slow)
    {
        var slice = _clock.Now / _sliceLength;
        var bucket = WordsPerLine + (Stripe() * _stride) + ((int)(slice % _buckets) * WordsPerBucket);
        Add(ref _words[bucket], slice);
        if (failed)
        {
            Add(ref _words[bucket + 1], slice);
        }

        if (slow)
        {
            Add(ref _words[bucket + 2], slice);
        }
    }

    public override CallTotals Totals()
    {
        var slice = _clock.Now / _sliceLength;
        long calls = 0, failed = 0, slow = 0;
        for (var stripe = 0; stripe < Stripes; stripe++)
        {
            var ring = WordsPerLine + (stripe * _stride);
            for (var word = ring; word < ring + (_buckets * WordsPerBucket); word += WordsPerBucket)
            {
                // What went wrong is read before the calls: a call that arrives in between makes the ratio smaller, not larger.
                slow += CountIn(word + 2, slice);
                failed += CountIn(word + 1, slice);
                calls += CountIn(word, slice);
            }
        }

        return new CallTotals(calls, failed, slow);
    }

    public override void Clear()
    {
        for (var word = 0; word < _words.Length; word++)
        {
            Volatile.Write(ref _words[word], 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Stripe() => Thread.GetCurrentProcessorId() & (Stripes - 1);

    private long CountIn(int word, long slice)
    {
        var seen = Volatile.Read(ref _words[word]);
        var isRecent = SliceOf(seen) > slice - _buckets && SliceOf(seen) <= slice;
        return isRecent ? seen & ((1L << _countBits) - 1) : 0;
    }

    private long SliceOf(long word) => word >>> _countBits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ref long word, long slice)
    {
        var seen = Volatile.Read(ref word);
        if (SliceOf(seen) == slice)
        {
            Interlocked.Increment(ref word);
        }
        else
        {
            TakeOver(ref word, seen, slice);
        }
    }

    // A word from ahead stays: this thread stalled for longer than the window, and its call is not recent any more.
    private void TakeOver(ref long word, long seen, long slice)
    {
        while (SliceOf(seen) < slice)
        {
            var current = Interlocked.CompareExchange(ref word, (slice << _countBits) | 1, seen);
            if (current == seen)
            {
                return;
            }

            seen = current;
        }

        if (SliceOf(seen) == slice)
        {
            Interlocked.Increment(ref word);
        }
    }
}
