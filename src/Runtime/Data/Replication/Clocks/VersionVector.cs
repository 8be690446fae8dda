using System.Collections.Immutable;

namespace DistPatterns.Replication;

/// <summary>How many events of each node a state knows. Immutable; a node that is absent counts 0.</summary>
/// <remarks>Source: Parker and others, <i>Detection of Mutual Inconsistency in Distributed Systems</i>, 1983.</remarks>
public sealed class VersionVector : ICrdt<VersionVector>, IEquatable<VersionVector>
{
    private readonly ImmutableDictionary<string, long> _counts;

    private VersionVector(ImmutableDictionary<string, long> counts) => _counts = counts;

    /// <summary>Knows nothing.</summary>
    public static VersionVector Empty { get; } = new(ImmutableDictionary.Create<string, long>(StringComparer.Ordinal));

    /// <summary>The events known of a node.</summary>
    public long this[string node] => _counts.GetValueOrDefault(node);

    /// <summary>The nodes of which any event is known, with their counts.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Knows <paramref name="by"/> more events of a node.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is below 1.</exception>
    public VersionVector Increment(string node, long by = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, 1);
        return new(_counts.SetItem(node, checked(this[node] + by)));
    }

    /// <summary>Knows what either knows.</summary>
    public VersionVector Merge(VersionVector other) =>
        new(_counts.SetItems(other._counts.Where(theirs => theirs.Value > this[theirs.Key])));

    /// <summary>How this stands to another.</summary>
    public CausalOrder Compare(VersionVector other) => (Covers(other), other.Covers(this)) switch
    {
        (true, true) => CausalOrder.Equal,
        (false, true) => CausalOrder.Before,
        (true, false) => CausalOrder.After,
        _ => CausalOrder.Concurrent,
    };

    /// <inheritdoc/>
    public bool Equals(VersionVector? other) => other is not null && Compare(other) == CausalOrder.Equal;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VersionVector);

    /// <inheritdoc/>
    public override int GetHashCode() => _counts.Aggregate(0, (hash, count) => hash ^ HashCode.Combine(count.Key, count.Value));

    /// <inheritdoc/>
    public override string ToString() => "{" + string.Join(", ", _counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}:{c.Value}")) + "}";

    private bool Covers(VersionVector other) => other._counts.All(theirs => this[theirs.Key] >= theirs.Value);
}
