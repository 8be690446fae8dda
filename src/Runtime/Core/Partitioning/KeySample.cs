namespace DistPatterns.Partitioning;

/// <summary>A sample of a stream of keys in which each has the same chance to be: Vitter, <i>Random Sampling with a Reservoir</i>, 1985, algorithm R.</summary>
internal sealed class KeySample<TKey>(int size, Random random)
{
    private readonly Lock gate = new();
    private readonly List<TKey> keys = [];
    private long count;

    public long Count => Volatile.Read(ref count);

    public void Add(TKey key)
    {
        lock (gate)
        {
            count++;
            if (keys.Count < size)
            {
                keys.Add(key);
            }
            else if (random.NextInt64(count) is var place && place < size)
            {
                keys[(int)place] = key;
            }
        }
    }

    public TKey[] Sorted(IComparer<TKey> comparer)
    {
        lock (gate)
        {
            return [.. keys.Order(comparer)];
        }
    }
}
