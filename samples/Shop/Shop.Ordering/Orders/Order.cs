namespace Shop.Ordering.Orders;

public enum OrderStatus { Placed, Paid, Shipped, Cancelled, Returned }

public sealed class Order
{
    private readonly List<OrderLine> _lines = [];

    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required string CustomerId { get; init; }
    public string? ExternalId { get; init; }
    public OrderStatus Status { get; private set; }
    public string? PaymentReference { get; private set; }
    public IReadOnlyList<OrderLine> Lines => _lines;
    public decimal Total => _lines.Sum(l => l.Price * l.Quantity);

    public void Add(string sku, int quantity, decimal price) => _lines.Add(new() { Sku = sku, Quantity = quantity, Price = price });

    public void Pay(string reference) => (Status, PaymentReference) = (Require(OrderStatus.Placed, OrderStatus.Paid), reference);

    public void Ship() => Status = Require(OrderStatus.Paid, OrderStatus.Shipped);

    public void Return() => Status = Require(OrderStatus.Shipped, OrderStatus.Returned);

    public void Cancel() => Status = Status is OrderStatus.Placed or OrderStatus.Paid ? OrderStatus.Cancelled : throw Illegal(OrderStatus.Cancelled);

    private OrderStatus Require(OrderStatus now, OrderStatus next) => Status == now ? next : throw Illegal(next);

    private InvalidOperationException Illegal(OrderStatus next) => new($"Order {Id} is {Status} and cannot become {next}.");
}

public sealed class OrderLine
{
    public required string Sku { get; init; }
    public required int Quantity { get; init; }
    public required decimal Price { get; init; }
}
