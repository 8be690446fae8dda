using System.Collections;
using System.Collections.Frozen;

namespace DistPatterns.Replication;

/// <summary>A set where a removal takes away the additions that it has seen: an addition elsewhere at the same time wins.</summary>
/// <remarks>Adding and removing copy what changes; the first look-up of a state indexes all of it.</remarks>
public sealed record OrSet<T> : ICrdt<OrSet<T>>, IReadOnlyCollection<T>
{
    private readonly DotStore<T> _store;
    private FrozenSet<T>? _items;

    private OrSet(DotStore<T> store) => _store = store;

    /// <summary>Nothing.</summary>
    public static OrSet<T> Empty { get; } = new(DotStore<T>.Empty);

    /// <inheritdoc/>
    public int Count => Items.Count;

    private FrozenSet<T> Items => _items ??= _store.Values.ToFrozenSet();

    /// <summary>Whether an item is in the set.</summary>
    public bool Contains(T item) => Items.Contains(item);

    /// <summary>With an item, added by a node.</summary>
    public OrSet<T> Add(string node, T item) => new(Without(item).Add(node, item));

    /// <summary>Without an item.</summary>
    public OrSet<T> Remove(T item) => new(Without(item));

    /// <inheritdoc/>
    public OrSet<T> Merge(OrSet<T> other) => new(_store.Merge(other._store));

    /// <inheritdoc/>
    public bool Equals(OrSet<T>? other) => other is not null && _store.Equals(other._store);

    /// <inheritdoc/>
    public override int GetHashCode() => _store.GetHashCode();

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private DotStore<T> Without(T item) => _store.Remove(held => EqualityComparer<T>.Default.Equals(held, item));
}
