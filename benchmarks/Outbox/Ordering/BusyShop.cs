using System.Diagnostics;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>So many orders as several connections can place, one after the other each.</summary>
/// <param name="postgres">The server.</param>
/// <param name="kind">How the shop tells of orders.</param>
/// <param name="connections">How many place orders at once.</param>
/// <param name="orders">How many are placed; the clock starts after half of them, when code is compiled, connections are open, and the server's sessions have their memory.</param>
/// <param name="untilConfirmed">Whether the clock runs until the broker has all messages, or only until the last commit.</param>
internal sealed class BusyShop(string postgres, ShopKind kind, int connections, int orders, bool untilConfirmed) : IContender
{
    public string Name => kind.Name;

    public async Task<double[]> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var shop = await kind.OpenAsync(postgres, orders);
        var (next, first) = (-1, orders / 2);
        var since = new Stopwatch();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(PlaceAsync, cancellationToken)));
        await (untilConfirmed ? shop.Acks.AllAsync(cancellationToken) : Task.CompletedTask);
        return [(orders - first) / since.Elapsed.TotalSeconds];

        async Task PlaceAsync()
        {
            while (Interlocked.Increment(ref next) is var order && order < orders)
            {
                if (order == first)
                {
                    since.Start();
                }

                await shop.PlaceAsync(order);
            }
        }
    }
}
