using System.Collections.Concurrent;

namespace DistPatterns.Replication;

/// <summary>A replica in the memory of this process: for tests, and behind a service of one's own.</summary>
/// <param name="name">What logs and metrics call it.</param>
/// <param name="resolver">Makes one value of two; null to keep the newer.</param>
public sealed class InMemoryReplica<TKey, TValue>(string name, IConflictResolver<TValue>? resolver = null) : IReplica<TKey, TValue>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, ReplicaEntry<TKey, TValue>> _entries = new();

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ValueTask<ReplicaEntry<TKey, TValue>?> ReadAsync(TKey key, CancellationToken cancellationToken) => new(_entries.GetValueOrDefault(key));

    /// <inheritdoc/>
    public ValueTask<WriteVersion> WriteAsync(ReplicaEntry<TKey, TValue> entry, CancellationToken cancellationToken) =>
        new(_entries.AddOrUpdate(entry.Key, entry, (_, held) => held.Join(entry, resolver)).Version);
}
