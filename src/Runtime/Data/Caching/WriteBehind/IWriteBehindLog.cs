namespace DistPatterns.Caching;

/// <summary>
/// Keeps writes until they have reached where the value is kept. Write-behind is as durable as its log: a log in memory loses what it holds when the
/// process dies, so none ships; an outbox is one.
/// </summary>
public interface IWriteBehindLog<T>
{
    /// <summary>Keeps a write, after all earlier ones of its key; it is durable when this returns.</summary>
    ValueTask AppendAsync(string key, T value, CancellationToken cancellationToken);

    /// <summary>The newest write of a key that is not acknowledged, or null.</summary>
    ValueTask<WriteBehindEntry<T>?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// The oldest unacknowledged writes, in order of position; waits until there is one. Until acknowledged, no other reader gets their keys.
    /// </summary>
    ValueTask<IReadOnlyList<WriteBehindEntry<T>>> ReadAsync(int count, CancellationToken cancellationToken);

    /// <summary>Forgets writes that have arrived.</summary>
    ValueTask AcknowledgeAsync(IReadOnlyList<WriteBehindEntry<T>> entries, CancellationToken cancellationToken);
}
