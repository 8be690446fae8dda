namespace DistPatterns.Caching;

/// <summary>What one node tells the others after a commit: every value of the key that was loaded before is old.</summary>
/// <param name="Key">The key.</param>
/// <param name="Stamp">A random number that names this invalidation. Receiving it twice does no harm.</param>
/// <param name="Node">The cache that sent it, which has taken it into account already.</param>
public readonly record struct CacheInvalidation(string Key, ulong Stamp, Guid Node);
