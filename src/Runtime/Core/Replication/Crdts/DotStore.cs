using System.Collections.Immutable;

namespace DistPatterns.Replication;

/// <summary>Values under the dots that wrote them, and the vector of all dots ever seen: a dot that was seen and is not here was removed.</summary>
/// <remarks>
/// So a removal leaves no tombstone. Sources: Bieniusa and others, <i>An Optimized Conflict-free Replicated Set</i>, 2012; Almeida,
/// Shoker and Baquero, <i>Delta State Replicated Data Types</i>, 2018, section 7.
/// </remarks>
internal sealed class DotStore<T> : IEquatable<DotStore<T>>
{
    private readonly ImmutableDictionary<Dot, T> values;
    private readonly VersionVector seen;

    private DotStore(ImmutableDictionary<Dot, T> values, VersionVector seen) => (this.values, this.seen) = (values, seen);

    public static DotStore<T> Empty { get; } = new(ImmutableDictionary<Dot, T>.Empty, VersionVector.Empty);

    public IEnumerable<T> Values => values.Values;

    /// <summary>Without the values that match.</summary>
    public DotStore<T> Remove(Func<T, bool> match) => new(values.RemoveRange(values.Where(v => match(v.Value)).Select(v => v.Key)), seen);

    /// <summary>With a value written by a node.</summary>
    public DotStore<T> Add(string node, T value)
    {
        var next = seen.Increment(node);
        return new(values.Add(new(node, next[node]), value), next);
    }

    public DotStore<T> Merge(DotStore<T> other)
    {
        var kept = values.Where(mine => other.values.ContainsKey(mine.Key) || !other.Saw(mine.Key));
        var gained = other.values.Where(theirs => !Saw(theirs.Key));
        return new(ImmutableDictionary.CreateRange(kept.Concat(gained)), seen.Merge(other.seen));
    }

    public bool Equals(DotStore<T>? other) =>
        other is not null && seen.Equals(other.seen) && values.Count == other.values.Count && values.Keys.All(other.values.ContainsKey);

    public override bool Equals(object? obj) => Equals(obj as DotStore<T>);

    public override int GetHashCode() => seen.GetHashCode();

    private bool Saw(Dot dot) => seen[dot.Node] >= dot.Count;
}
