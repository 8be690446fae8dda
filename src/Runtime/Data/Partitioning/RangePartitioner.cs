namespace DistPatterns.Partitioning;

/// <summary>Partitions by ranges of keys in their order, so that a scan asks only the owners of the keys that it wants.</summary>
/// <remarks>
/// Its price is the hot range: keys that grow, such as times and identities, all go to the last one. <see cref="RangeLoad{TKey}"/>
/// measures and says where to split. Immutable: a split makes another.
/// </remarks>
public sealed class RangePartitioner<TKey>
{
    private readonly KeyRange<TKey>[] _ranges;
    private readonly TKey[] _starts;

    /// <summary>Partitions by these ranges.</summary>
    /// <param name="ranges">At least one, in any order, each with its own lowest key; the lowest of all is the lowest key there can be.</param>
    /// <param name="comparer">The order of keys; when null, ordinal for strings and the type's own for others.</param>
    /// <exception cref="ArgumentException">There is no range, or two begin at one key.</exception>
    public RangePartitioner(IEnumerable<KeyRange<TKey>> ranges, IComparer<TKey>? comparer = null)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        // string's own order is the culture's, and differs from machine to machine
        Comparer = comparer ?? StringComparer.Ordinal as IComparer<TKey> ?? Comparer<TKey>.Default;
        _ranges = [.. ranges.OrderBy(r => r.From, Comparer)];
        _starts = [.. _ranges.Select(r => r.From)];
        if (_starts.Length == 0)
        {
            throw new ArgumentException("Keys need at least one range.", nameof(ranges));
        }

        for (var i = 1; i < _starts.Length; i++)
        {
            if (Comparer.Compare(_starts[i - 1], _starts[i]) == 0)
            {
                throw new ArgumentException($"Two ranges begin at '{_starts[i]}'.", nameof(ranges));
            }
        }
    }

    /// <summary>The ranges in the order of their keys.</summary>
    public IReadOnlyList<KeyRange<TKey>> Ranges => _ranges;

    /// <summary>The order of keys.</summary>
    public IComparer<TKey> Comparer { get; }

    /// <summary>The member that holds a key.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The key is below the lowest range.</exception>
    public PartitionMember Owner(TKey key) => _ranges[IndexOf(key)].Owner;

    /// <summary>The ranges that a scan must ask, in order.</summary>
    /// <param name="from">The lowest key wanted.</param>
    /// <param name="to">The key to stop before.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is below the lowest range.</exception>
    public IReadOnlyList<KeyRange<TKey>> Between(TKey from, TKey to)
    {
        var first = IndexOf(from);
        return Comparer.Compare(from, to) >= 0 ? [] : [.. _ranges.Skip(first).TakeWhile((range, i) => i == 0 || Comparer.Compare(range.From, to) < 0)];
    }

    /// <summary>The same ranges with one more, that takes the upper part of the range that holds its lowest key.</summary>
    /// <exception cref="ArgumentException">A range begins there already.</exception>
    public RangePartitioner<TKey> Split(KeyRange<TKey> upper) => new(_ranges.Append(upper), Comparer);

    /// <summary>The place in <see cref="Ranges"/> of the range that holds a key.</summary>
    internal int IndexOf(TKey key)
    {
        var at = Array.BinarySearch(_starts, key, Comparer);
        var index = at >= 0 ? at : ~at - 1;
        return index >= 0 ? index : throw new ArgumentOutOfRangeException(nameof(key), key, $"The lowest key there can be is '{_starts[0]}'.");
    }
}

/// <summary>The keys from <paramref name="From"/> up to, and without, the next range's.</summary>
/// <param name="From">The lowest key.</param>
/// <param name="Owner">Who holds them.</param>
public sealed record KeyRange<TKey>(TKey From, PartitionMember Owner);
