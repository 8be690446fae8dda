using System.Collections.Immutable;

namespace DistPatterns.Replication;

/// <summary>Values under the dots that wrote them, and the vector of all dots ever seen: a dot that was seen and is not here was removed.</summary>
/// <remarks>
/// So a removal leaves no tombstone. Sources: Bieniusa and others, <i>An Optimized Conflict-free Replicated Set</i>, 2012; Almeida,
/// Shoker and Baquero, <i>Delta State Replicated Data Types</i>, 2018, section 7.
/// </remarks>
internal sealed class DotStore<T> : IEquatable<DotStore<T>>
{
    private readonly ImmutableDictionary<Dot, T> _values;
    private readonly VersionVector _seen;

    private DotStore(ImmutableDictionary<Dot, T> values, VersionVector seen) => (_values, _seen) = (values, seen);

    public static DotStore<T> Empty { get; } = new(ImmutableDictionary<Dot, T>.Empty, VersionVector.Empty);

    public IEnumerable<T> Values => _values.Values;

    /// <summary>Without the values that match.</summary>
    public DotStore<T> Remove(Func<T, bool> match) => new(_values.RemoveRange(_values.Where(v => match(v.Value)).Select(v => v.Key)), _seen);

    /// <summary>With a value written by a node.</summary>
    public DotStore<T> Add(string node, T value)
    {
        var next = _seen.Increment(node);
        return new(_values.Add(new(node, next[node]), value), next);
    }

    public DotStore<T> Merge(DotStore<T> other)
    {
        var kept = _values.Where(mine => other._values.ContainsKey(mine.Key) || !other.Saw(mine.Key));
        var gained = other._values.Where(theirs => !Saw(theirs.Key));
        return new(ImmutableDictionary.CreateRange(kept.Concat(gained)), _seen.Merge(other._seen));
    }

    public bool Equals(DotStore<T>? other) =>
        other is not null && _seen.Equals(other._seen) && _values.Count == other._values.Count && _values.Keys.All(other._values.ContainsKey);

    public override bool Equals(object? obj) => Equals(obj as DotStore<T>);

    public override int GetHashCode() => _seen.GetHashCode();

    private bool Saw(Dot dot) => _seen[dot.Node] >= dot.Count;
}
