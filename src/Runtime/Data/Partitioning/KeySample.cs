namespace DistPatterns.Partitioning;

/// <summary>A sample of a stream of keys in which each has the same chance to be: Vitter, <i>Random Sampling with a Reservoir</i>, 1985, algorithm R.</summary>
internal sealed class KeySample<TKey>(int size, Random random)
{
    private readonly Lock _gate = new();
    private readonly List<TKey> _keys = [];
    private long _count;

    public long Count => Volatile.Read(ref _count);

    public void Add(TKey key)
    {
        lock (_gate)
        {
            _count++;
            if (_keys.Count < size)
            {
                _keys.Add(key);
            }
            else if (random.NextInt64(_count) is var place && place < size)
            {
                _keys[(int)place] = key;
            }
        }
    }

    public TKey[] Sorted(IComparer<TKey> comparer)
    {
        lock (_gate)
        {
            return [.. _keys.Order(comparer)];
        }
    }
}
