namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>A program that places orders, a business transaction each.</summary>
internal interface IShop : IAsyncDisposable
{
    /// <summary>Inserts the order, and tells of it if the shop does so; gives the time at which it was about to commit.</summary>
    Task<long> PlaceAsync(long order);
}
