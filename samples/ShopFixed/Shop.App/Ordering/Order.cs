namespace Shop.Ordering;

public sealed class Order
{
    public int Id { get; set; }

    public required string Article { get; set; }

    public int Quantity { get; set; }

    public decimal Amount { get; set; }

    public OrderStatus Status { get; set; }
}

public enum OrderStatus
{
    Placed,
    Completed,
    Cancelled,
}
