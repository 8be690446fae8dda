namespace DistPatterns.Replication;

/// <summary>One of the stores that hold copies of the same keys.</summary>
/// <remarks>
/// Keeping the higher version makes a write idempotent and lets writes arrive in any order. What a replica has acknowledged it must
/// still hold after a crash. Any exception counts as no answer.
/// </remarks>
public interface IReplica<TKey, TValue>
{
    /// <summary>What logs and metrics call it.</summary>
    string Name { get; }

    /// <summary>What is held of a key; null if nothing ever was.</summary>
    ValueTask<ReplicaEntry<TKey, TValue>?> ReadAsync(TKey key, CancellationToken cancellationToken);

    /// <summary>Takes an entry by the rule of <see cref="ReplicaEntry{TKey,TValue}.Join"/>: never an older one in place of a newer.</summary>
    /// <returns>The version that is held now: the entry's, or a newer one.</returns>
    ValueTask<WriteVersion> WriteAsync(ReplicaEntry<TKey, TValue> entry, CancellationToken cancellationToken);
}
