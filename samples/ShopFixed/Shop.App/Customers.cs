using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Shop.Ordering;

namespace Shop;

/// <summary>Places orders, and waits until none is under way any more.</summary>
public sealed class Customers(IServiceScopeFactory scopes, ShopOptions options)
{
    private static readonly (string Article, decimal Price)[] Wishes = [("lamp", 20), ("chair", 45), ("table", 120)];

    public async Task VisitAsync(CancellationToken cancellationToken)
    {
        var left = await CountAsync(OrderStatus.Placed, cancellationToken);
        if (left != 0)
        {
            Console.WriteLine($"{left} orders are under way since the last time, and go on now");
        }

        await PlaceAsync(cancellationToken);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await CountAsync(OrderStatus.Placed, cancellationToken) != 0)
        {
            await look.WaitForNextTickAsync(cancellationToken);
        }

        Console.WriteLine($"all orders: {await CountAsync(OrderStatus.Completed, cancellationToken)} completed, {await CountAsync(OrderStatus.Cancelled, cancellationToken)} cancelled");
    }

    // in shops that are busy customers do not wait for each other
    private Task PlaceAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        ComeAsync(cancellationToken),
        new ParallelOptions { MaxDegreeOfParallelism = options.Rate > 0 ? 8 : 1, CancellationToken = cancellationToken },
        async (number, cancel) =>
        {
            var (article, price) = Wishes[number % Wishes.Length];
            var quantity = 1 + number % 2;
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<OrderDesk>().PlaceAsync(article, quantity, price * quantity, cancel);
        });

    private async IAsyncEnumerable<int> ComeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var opened = Stopwatch.StartNew();
        for (var i = 0; i < options.Orders; i++)
        {
            if (options.Rate > 0 && TimeSpan.FromSeconds(i / options.Rate) - opened.Elapsed is var early && early > TimeSpan.Zero)
            {
                await Task.Delay(early, cancellationToken);
            }

            yield return i;
        }
    }

    private async Task<int> CountAsync(OrderStatus status, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OrderDesk>().CountAsync(status, cancellationToken);
    }
}
