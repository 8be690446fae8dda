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

    private async Task PlaceAsync(CancellationToken cancellationToken)
    {
        using var pace = options.Rate > 0 ? new PeriodicTimer(TimeSpan.FromSeconds(1 / options.Rate)) : null;
        for (var i = 0; i < options.Orders; i++)
        {
            if (pace is not null)
            {
                await pace.WaitForNextTickAsync(cancellationToken);
            }

            var (article, price) = Wishes[i % Wishes.Length];
            var quantity = 1 + i % 2;
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<OrderDesk>().PlaceAsync(article, quantity, price * quantity, cancellationToken);
        }
    }

    private async Task<int> CountAsync(OrderStatus status, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OrderDesk>().CountAsync(status, cancellationToken);
    }
}
