using System.Diagnostics;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>So many orders a second, come what may; how long it took from the commit's beginning until the broker had the message.</summary>
internal sealed class SteadyOrders(string postgres, ShopKind kind, int perSecond, int orders) : IContender
{
    public string Name => $"{kind.Name}, at {perSecond} transactions/s";

    public async Task<double[]> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var shop = await kind.OpenAsync(postgres, orders);
        var since = Stopwatch.StartNew();
        var placing = new Task<long>[orders];
        for (var order = 0; order < orders; order++)
        {
            var left = TimeSpan.FromSeconds((double)order / perSecond) - since.Elapsed;
            await (left > TimeSpan.Zero ? Task.Delay(left, cancellationToken) : Task.CompletedTask);
            placing[order] = shop.PlaceAsync(order);
        }

        var committing = await Task.WhenAll(placing);
        await shop.Acks.AllAsync(cancellationToken);
        var took = committing.Select((from, order) => Stopwatch.GetElapsedTime(from, shop.Acks.TimeOf(order)).TotalMilliseconds).Skip(orders / 5).ToArray(); // connections are open by then
        return [Percentiles.Of(took, 0.5), Percentiles.Of(took, 0.99)];
    }
}
