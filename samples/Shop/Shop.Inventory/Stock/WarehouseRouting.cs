namespace Shop.Inventory.Stock;

/// <summary>Which of the warehouses packs an order, and in which of its shards the packing list is kept.</summary>
public static class WarehouseRouting
{
    private const int ShardCount = 8;

    public static int ShardOfPostcode(string postcode) => Math.Abs(postcode.GetHashCode()) % ShardCount;

    public static int ShardOfOrder(Guid orderId) => (orderId.GetHashCode() & int.MaxValue) % ShardCount;

    public static int ShardOfRegion(int region) => (region.GetHashCode() & int.MaxValue) % ShardCount;
}
