namespace DistPatterns.Replication;

/// <summary>A counter that grows and shrinks: what was added less what was taken.</summary>
/// <remarks>It has no lower bound: two nodes may each take the last one. What may not go below zero needs strong consistency.</remarks>
public sealed record PNCounter : ICrdt<PNCounter>
{
    private PNCounter(GCounter added, GCounter taken) => (Added, Taken) = (added, taken);

    /// <summary>Zero.</summary>
    public static PNCounter Zero { get; } = new(GCounter.Zero, GCounter.Zero);

    /// <summary>What was added.</summary>
    public GCounter Added { get; }

    /// <summary>What was taken.</summary>
    public GCounter Taken { get; }

    /// <summary>The difference.</summary>
    public long Value => Added.Value - Taken.Value;

    /// <summary>One more, or <paramref name="by"/> more, by a node.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is below 1.</exception>
    public PNCounter Increment(string node, long by = 1) => new(Added.Increment(node, by), Taken);

    /// <summary>One less, or <paramref name="by"/> less, by a node.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is below 1.</exception>
    public PNCounter Decrement(string node, long by = 1) => new(Added, Taken.Increment(node, by));

    /// <inheritdoc/>
    public PNCounter Merge(PNCounter other) => new(Added.Merge(other.Added), Taken.Merge(other.Taken));
}
