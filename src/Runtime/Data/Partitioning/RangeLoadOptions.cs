using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;

namespace DistPatterns.Partitioning;

/// <summary>When <see cref="RangeLoad{TKey}"/> suggests to split a range.</summary>
public sealed record RangeLoadOptions
{
    /// <summary>Requests a second above which a range is too hot, from 1 to 10¹². Default 2,500: CockroachDB's <c>kv.range_split.load_qps_threshold</c>.</summary>
    [Within(typeof(double), "1.0", "1E12")]
    public double SplitAbove { get; init; } = 2_500;

    /// <summary>How many of a range's keys are kept to find its middle, from 20 to 100,000. Default 200, which finds it within about 7 % of the load.</summary>
    [Within(20, 100_000)]
    public int SampleSize { get; init; } = 200;

    /// <summary>The least part of the load that a split must take away, from 0.05 to 0.5; below it, one key is the load and no split helps. Default 0.25.</summary>
    [Within(0.05, 0.5)]
    public double LeastShare { get; init; } = 0.25;
}
