namespace DistPatterns.Caching;

/// <summary>Where the values of a write-behind cache are kept.</summary>
public interface IWriteBehindStore<T>
{
    /// <summary>Reads the value of a key.</summary>
    ValueTask<T> LoadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Writes the newest value of each key, and has committed when it returns. The same write may come again after a crash.</summary>
    ValueTask WriteAsync(IReadOnlyList<WriteBehindEntry<T>> entries, CancellationToken cancellationToken);
}
