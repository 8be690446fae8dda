namespace Shop.Inventory;

/// <summary>What is kept aside for an order.</summary>
public sealed class Reservation
{
    public int OrderId { get; set; }

    public required string Article { get; set; }

    public int Quantity { get; set; }
}
