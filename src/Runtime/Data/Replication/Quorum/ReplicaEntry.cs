namespace DistPatterns.Replication;

/// <summary>What a replica holds of a key.</summary>
/// <param name="Key">The key, so that an answer about another one is noticed.</param>
/// <param name="Version">When and by whom the value was written.</param>
/// <param name="Value">The value.</param>
public sealed record ReplicaEntry<TKey, TValue>(TKey Key, WriteVersion Version, TValue Value)
{
    /// <summary>What is left of two entries of one key: the newer; or, with a resolver, both values made one, under the newer version.</summary>
    /// <remarks>It is the rule by which a replica takes a write, and by which a reader takes answers.</remarks>
    public ReplicaEntry<TKey, TValue> Join(ReplicaEntry<TKey, TValue>? other, IConflictResolver<TValue>? resolver = null)
    {
        if (other is null)
        {
            return this;
        }

        var newer = other.Version > Version ? other : this;
        return resolver is null ? newer : newer with { Value = resolver.Resolve(Value, other.Value) };
    }
}
