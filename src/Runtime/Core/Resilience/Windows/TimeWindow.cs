using System.Numerics;
using System.Runtime.CompilerServices;

namespace DistPatterns.Resilience;

/// <summary>The calls of the last while: a ring of buckets, one ring for each of a few processors.</summary>
/// <remarks>
/// A bucket is two words, each tagged with the number of the time slice it counts, so that a bucket is taken over for a
/// new slice by one compare-and-swap and recording is otherwise one <see cref="Interlocked.Add(ref long, long)"/>.
/// A success touches the first word alone. Rings stand on cache lines of their own.
/// </remarks>
internal sealed class TimeWindow : CallWindow
{
    private const int TagBits = 24;
    private const int TagShift = 64 - TagBits;
    private const long CountMask = (1L << TagShift) - 1;
    private const int SlowShift = TagShift / 2;
    private const long FailedMask = (1L << SlowShift) - 1;
    private const int WordsPerLine = 16; // two cache lines: the next one is prefetched with the first

    private static readonly int Stripes = Math.Min((int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount), 8);

    private readonly MillisecondClock _clock;
    private readonly long _bucketLength;
    private readonly int _buckets;
    private readonly int _stride;
    private readonly long[] _words;

    public TimeWindow(MillisecondClock clock, TimeSpan length, int buckets)
    {
        _clock = clock;
        _buckets = buckets;
        _bucketLength = Math.Max(1, (long)Math.Ceiling(length.TotalMilliseconds / buckets));
        _stride = ((buckets * 2 / WordsPerLine) + 2) * WordsPerLine;
        _words = new long[(Stripes * _stride) + WordsPerLine];
    }

    public override void Record(bool failed, bool slow)
    {
        var slice = _clock.Now / _bucketLength;
        var bucket = WordsPerLine + (Stripe() * _stride) + ((int)(slice % _buckets) * 2);
        Add(ref _words[bucket], slice, 1);
        if (failed || slow)
        {
            AddBounded(ref _words[bucket + 1], slice, (failed ? 1L : 0) + (slow ? 1L << SlowShift : 0));
        }
    }

    public override CallTotals Totals()
    {
        var slice = _clock.Now / _bucketLength;
        long calls = 0, failed = 0, slow = 0;
        for (var stripe = 0; stripe < Stripes; stripe++)
        {
            var ring = WordsPerLine + (stripe * _stride);
            for (var word = ring; word < ring + (_buckets * 2); word += 2)
            {
                // What went wrong is read before the calls: a call that arrives in between makes the ratio smaller, not larger.
                var wrong = CountIn(Volatile.Read(ref _words[word + 1]), slice);
                calls += CountIn(Volatile.Read(ref _words[word]), slice);
                failed += wrong & FailedMask;
                slow += wrong >> SlowShift;
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

    private long CountIn(long word, long slice) => AgeOf(word, slice) < _buckets ? word & CountMask : 0;

    // How many slices ago the word was counted; a word from ahead of `slice` reads as very old.
    private static long AgeOf(long word, long slice) => (slice - (word >>> TagShift)) & ((1L << TagBits) - 1);

    private static void AddBounded(ref long word, long slice, long amount)
    {
        var current = Volatile.Read(ref word);
        var full = AgeOf(current, slice) == 0 && ((current & FailedMask) == FailedMask || ((current & CountMask) >> SlowShift) == FailedMask);
        if (!full)
        {
            Add(ref word, slice, amount);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref long word, long slice, long amount)
    {
        if (AgeOf(Volatile.Read(ref word), slice) == 0)
        {
            Interlocked.Add(ref word, amount);
        }
        else
        {
            TakeOver(ref word, slice, amount);
        }
    }

    private static void TakeOver(ref long word, long slice, long amount)
    {
        while (true)
        {
            var current = Volatile.Read(ref word);
            var age = AgeOf(current, slice);
            if (age == 0)
            {
                Interlocked.Add(ref word, amount);
                return;
            }

            var isFromAhead = age > 1L << (TagBits - 1);
            if (isFromAhead && current != 0)
            {
                return; // this thread stalled for longer than the window: its call is not recent any more
            }

            if (Interlocked.CompareExchange(ref word, (slice << TagShift) | amount, current) == current)
            {
                return;
            }
        }
    }
}
