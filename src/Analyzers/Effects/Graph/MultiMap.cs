namespace DistPatterns.Effects;

/// <summary>Several values a key, in the order in which they came.</summary>
internal sealed class MultiMap<TKey, TValue>(IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private static readonly IReadOnlyList<TValue> None = Array.Empty<TValue>();

    private readonly Dictionary<TKey, List<TValue>> _values = new(comparer);

    /// <summary>The values of all keys.</summary>
    public IEnumerable<TValue> Values => _values.Values.SelectMany(v => v);

    /// <summary>The values of a key; none, if it is not here.</summary>
    public IReadOnlyList<TValue> this[TKey key] => _values.TryGetValue(key, out var values) ? values : None;

    public void Add(TKey key, TValue value)
    {
        if (!_values.TryGetValue(key, out var values))
            _values.Add(key, values = new());
        values.Add(value);
    }
}
