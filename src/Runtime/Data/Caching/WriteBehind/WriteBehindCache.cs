namespace DistPatterns.Caching;

/// <summary>A write is done when the durable log has it, and reaches where the value is kept later, together with others of its key.</summary>
/// <remarks>
/// Who misses the cache looks into the log before the store, so that every node reads what was written, also before it has arrived and after a restart.
/// Writes of one key keep their order; a write that another one follows may never reach the store by itself.
/// </remarks>
public sealed class WriteBehindCache<T>(VersionedCache cache, IWriteBehindLog<T> log, IWriteBehindStore<T> store)
{
    /// <summary>The value of a key.</summary>
    public ValueTask<T> GetAsync(string key, CancellationToken cancellationToken = default) =>
        cache.GetOrLoadAsync(key, token => LoadAsync(key, token), cancellationToken);

    /// <summary>Writes a value; it is durable when this returns.</summary>
    public ValueTask WriteAsync(string key, T value, CancellationToken cancellationToken = default) =>
        cache.WriteThroughAsync(key, value, (v, token) => log.AppendAsync(key, v, token), cancellationToken);

    /// <summary>Moves one batch from the log to the store; waits until there is one. If the store refuses it, it stays in the log.</summary>
    /// <param name="count">The size of the batch at most.</param>
    /// <param name="cancellationToken">Ends the wait and the write.</param>
    /// <returns>How many writes have left the log.</returns>
    public async ValueTask<int> DrainAsync(int count, CancellationToken cancellationToken = default)
    {
        var entries = await log.ReadAsync(count, cancellationToken);
        await store.WriteAsync([.. entries.GroupBy(e => e.Key, StringComparer.Ordinal).Select(g => g.MaxBy(e => e.Position)!)], cancellationToken);
        await log.AcknowledgeAsync(entries, CancellationToken.None);
        return entries.Count;
    }

    // the log first: what is no longer there has arrived in the store
    private async ValueTask<T> LoadAsync(string key, CancellationToken cancellationToken) =>
        await log.FindAsync(key, cancellationToken) is { } waiting ? waiting.Value : await store.LoadAsync(key, cancellationToken);
}
