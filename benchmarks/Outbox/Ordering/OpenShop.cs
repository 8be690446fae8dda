using DistPatterns.Benchmarks.Outbox.Servers;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>A shop that is measured, with its database.</summary>
internal sealed class OpenShop(OwnDatabase database, IShop shop, Acks acks) : IAsyncDisposable
{
    /// <summary>What the broker has confirmed.</summary>
    public Acks Acks => acks;

    /// <inheritdoc cref="IShop.PlaceAsync"/>
    public Task<long> PlaceAsync(long order) => shop.PlaceAsync(order);

    public async ValueTask DisposeAsync()
    {
        await shop.DisposeAsync();
        await database.DisposeAsync();
    }
}
