using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;

namespace DistPatterns.Partitioning;

/// <summary>Measures the load of each range and suggests where to split the hot ones: at the key that halves the load, not the keys.</summary>
/// <remarks>
/// A sample of the keys asked for is kept for each range (Vitter's algorithm R, 1985), as CockroachDB does for its load-based splits.
/// Recording is safe from many threads.
/// </remarks>
public sealed class RangeLoad<TKey>
{
    private readonly RangePartitioner<TKey> _partitioner;
    private readonly RangeLoadOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly KeySample<TKey>[] _samples;
    private readonly long _since;

    /// <summary>Begins to measure.</summary>
    /// <param name="partitioner">The ranges; after a split, measure anew.</param>
    /// <param name="options">Thresholds; the defaults when null.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="random">Seeds the choice of each range's sample; a shared one when null.</param>
    /// <exception cref="ValidationException">An option is out of range.</exception>
    public RangeLoad(RangePartitioner<TKey> partitioner, RangeLoadOptions? options = null, TimeProvider? timeProvider = null, Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(partitioner);
        _partitioner = partitioner;
        _options = (options ?? new()).Validated();
        _timeProvider = timeProvider ?? TimeProvider.System;
        _samples = [.. partitioner.Ranges.Select(_ => new KeySample<TKey>(_options.SampleSize, new Random((random ?? Random.Shared).Next())))];
        _since = _timeProvider.GetTimestamp();
    }

    /// <summary>Counts a request for a key.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The key is below the lowest range.</exception>
    public void Record(TKey key) => _samples[_partitioner.IndexOf(key)].Add(key);

    /// <summary>The ranges that are too hot since measuring began, the hottest first.</summary>
    public IReadOnlyList<SplitSuggestion<TKey>> Suggest()
    {
        var seconds = _timeProvider.GetElapsedTime(_since).TotalSeconds;
        return seconds <= 0 ? [] :
        [
            .. _partitioner.Ranges.Zip(_samples, (range, sample) => (Range: range, Sample: sample, PerSecond: sample.Count / seconds))
                .Where(hot => hot.PerSecond > _options.SplitAbove)
                .OrderByDescending(hot => hot.PerSecond)
                .Select(hot => Split(hot.Range, hot.Sample.Sorted(_partitioner.Comparer), hot.PerSecond)),
        ];
    }

    private SplitSuggestion<TKey> Split(KeyRange<TKey> range, TKey[] keys, double perSecond)
    {
        // of the places where the key changes, the one nearest to the middle; below the first there is nothing to split off
        var lower = Enumerable.Range(1, keys.Length - 1)
            .Where(i => _partitioner.Comparer.Compare(keys[i - 1], keys[i]) < 0)
            .DefaultIfEmpty(0)
            .MinBy(i => Math.Abs((2 * i) - keys.Length));
        var share = (double)lower / keys.Length;
        var smaller = (double)Math.Min(lower, keys.Length - lower) / keys.Length;
        return smaller >= _options.LeastShare
            ? new(range, perSecond, keys[lower], share, OneKeyIsHot: false)
            : new(range, perSecond, keys[keys.Length / 2], share, OneKeyIsHot: true);
    }
}

/// <summary>When <see cref="RangeLoad{TKey}"/> suggests to split a range.</summary>
public sealed record RangeLoadOptions
{
    /// <summary>Requests a second above which a range is too hot, 1 to 10¹². Default 2,500: CockroachDB's <c>kv.range_split.load_qps_threshold</c>.</summary>
    [Within(typeof(double), "1.0", "1E12")]
    public double SplitAbove { get; init; } = 2_500;

    /// <summary>How many of a range's keys are kept to find its middle, from 20 to 100,000. Default 200, which finds it within about 7 % of the load.</summary>
    [Within(20, 100_000)]
    public int SampleSize { get; init; } = 200;

    /// <summary>The least part of the load that a split must take away, 0.05 to 0.5; below it, one key is the load and no split helps. Default 0.25.</summary>
    [Within(0.05, 0.5)]
    public double LeastShare { get; init; } = 0.25;
}

/// <summary>A range that is too hot, and what would help.</summary>
/// <param name="Range">The range.</param>
/// <param name="PerSecond">Its load, in requests a second.</param>
/// <param name="At">Where to split it; if <paramref name="OneKeyIsHot"/>, that key.</param>
/// <param name="LowerShare">The part of the load below <paramref name="At"/>, from 0 to 1.</param>
/// <param name="OneKeyIsHot">Whether one key carries so much of the load that no split helps: cache it, or add to the key.</param>
public sealed record SplitSuggestion<TKey>(KeyRange<TKey> Range, double PerSecond, TKey At, double LowerShare, bool OneKeyIsHot);
