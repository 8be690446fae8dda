using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;

namespace DistPatterns.Replication;

/// <summary>What a <see cref="HybridLogicalClock"/> believes.</summary>
public sealed record HybridClockOptions
{
    /// <summary>How far another node's clock may be ahead of ours, from 1 ms to 1 hour. Default 500 ms: CockroachDB's <c>--max-offset</c>.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxSkew { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The moment above which the first one is drawn. After a restart, give the upper bound that was stored before: the wall clock may
    /// have been set back meanwhile. Default: none.
    /// </summary>
    public HybridTimestamp Floor { get; init; }
}
