namespace DistPatterns.Replication;

/// <summary>A counter that only grows: likes, views. Each node counts for itself, and the value is the sum.</summary>
public sealed record GCounter : ICrdt<GCounter>
{
    private GCounter(VersionVector counts) => Counts = counts;

    /// <summary>Zero.</summary>
    public static GCounter Zero { get; } = new(VersionVector.Empty);

    /// <summary>What each node counted.</summary>
    public VersionVector Counts { get; }

    /// <summary>The sum.</summary>
    /// <exception cref="OverflowException">It is above <see cref="long.MaxValue"/>.</exception>
    public long Value => Counts.Counts.Values.Sum();

    /// <summary>Counted once more, or <paramref name="by"/> times, by a node.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is below 1.</exception>
    public GCounter Increment(string node, long by = 1) => new(Counts.Increment(node, by));

    /// <inheritdoc/>
    public GCounter Merge(GCounter other) => new(Counts.Merge(other.Counts));
}
