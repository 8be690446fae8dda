namespace DistPatterns.Caching;

/// <summary>Carries invalidations between the nodes of a service. It may lose, repeat and reorder them, and must say when it may have lost some.</summary>
public interface IInvalidationBus
{
    /// <summary>Tells all other nodes.</summary>
    ValueTask PublishAsync(CacheInvalidation invalidation, CancellationToken cancellationToken);

    /// <summary>Listens until the returned subscription is disposed.</summary>
    /// <param name="received">Called for each invalidation, the node's own among them. It must not throw or block.</param>
    /// <param name="gap">Called when invalidations may have been lost, as while a connection was down.</param>
    IDisposable Subscribe(Action<CacheInvalidation> received, Action gap);
}
