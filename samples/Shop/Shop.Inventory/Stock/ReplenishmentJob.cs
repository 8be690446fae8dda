using StackExchange.Redis;

namespace Shop.Inventory.Stock;

/// <summary>Orders more of what runs low, every hour, from one of the instances.</summary>
public sealed class ReplenishmentJob(IConnectionMultiplexer redis, StockLevels levels, ILogger<ReplenishmentJob> logger) : BackgroundService
{
    private readonly string _me = Guid.NewGuid().ToString();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await ReplenishAsync();
    }

    private async Task ReplenishAsync()
    {
        var db = redis.GetDatabase();
        await db.LockTakeAsync("replenishment", _me, TimeSpan.FromMinutes(10));
        try
        {
            foreach (var sku in await levels.LowAsync(limit: 10))
            {
                await levels.AddAsync(sku, 100);
                logger.LogInformation("Ordered 100 of {Sku}", sku);
            }
        }
        finally
        {
            await db.LockReleaseAsync("replenishment", _me);
        }
    }
}
