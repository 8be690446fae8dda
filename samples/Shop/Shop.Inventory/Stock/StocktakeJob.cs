using StackExchange.Redis;

namespace Shop.Inventory.Stock;

/// <summary>Writes the day's levels to the log at midnight, from one of the instances.</summary>
public sealed class StocktakeJob(IConnectionMultiplexer redis, StockLevels levels, ILogger<StocktakeJob> logger) : BackgroundService
{
    private readonly string _me = Guid.NewGuid().ToString();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(DateTime.UtcNow.Date.AddDays(1) - DateTime.UtcNow, stoppingToken);
            await TakeStockAsync();
            await ArchiveAsync();
        }
    }

    private async Task TakeStockAsync()
    {
        var db = redis.GetDatabase();
        if (!await db.LockTakeAsync("stocktake", _me, TimeSpan.FromMinutes(10)))
            return;
        try
        {
            foreach (var sku in await levels.LowAsync(limit: int.MaxValue))
                logger.LogInformation("{Sku}: {Available}", sku, await levels.AvailableAsync(sku));
        }
        finally
        {
            await db.LockReleaseAsync("stocktake", _me);
        }
    }

    private async Task ArchiveAsync()
    {
        var db = redis.GetDatabase();
        _ = await db.StringSetAsync("lock:stock-archive", _me, TimeSpan.FromMinutes(10), When.NotExists);
        await db.KeyCopyAsync("stock", $"stock:{DateTime.UtcNow:yyyy-MM-dd}");
    }
}
