using StackExchange.Redis;

namespace Shop.Inventory.Stock;

/// <summary>How many of each article are there.</summary>
public sealed class StockLevels(IConnectionMultiplexer redis)
{
    private readonly IDatabase _db = redis.GetDatabase();

    public async Task<long> AvailableAsync(Sku sku) => (long)await _db.HashGetAsync("stock", sku.ToString());

    /// <summary>Takes what was sold, once for each order and article: the marker tells a repeated message from a new one.</summary>
    public async Task<long?> TakeAsync(Guid orderId, Sku sku, int quantity)
    {
        var first = await _db.StringSetAsync($"sold:{orderId}:{sku}", quantity, TimeSpan.FromDays(7), When.NotExists);
        return first ? await _db.HashDecrementAsync("stock", sku.ToString(), quantity) : null;
    }

    /// <summary>Sets the level of an article that nobody has counted yet; what is there already stays.</summary>
    public async Task IntroduceAsync(Sku sku, int quantity)
    {
        await _db.StringSetAsync($"introduced:{sku}", DateTimeOffset.UtcNow.ToString("O"), null, When.NotExists);
        await _db.HashSetAsync("stock", sku.ToString(), quantity, When.NotExists);
    }

    public async Task<IReadOnlyList<Sku>> LowAsync(int limit) =>
        [.. (await _db.HashGetAllAsync("stock")).Where(e => (long)e.Value < limit).Select(e => Sku.Parse(e.Name.ToString()))];

    public Task AddAsync(Sku sku, int quantity) => _db.HashIncrementAsync("stock", sku.ToString(), quantity);
}
