namespace Shop.Inventory;

/// <summary>How many of an article can still be sold.</summary>
public sealed class StockItem
{
    public required string Article { get; set; }

    public int Available { get; set; }
}
