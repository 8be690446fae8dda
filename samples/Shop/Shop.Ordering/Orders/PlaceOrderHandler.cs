using Shop.Messaging;
using Shop.Payment;

namespace Shop.Ordering.Orders;

public sealed record PlaceOrder(string CustomerId, string Currency, IReadOnlyList<PlaceOrderLine> Lines);

public sealed record PlaceOrderLine(string Sku, int Quantity, decimal Price);

/// <summary>Takes an order and tells the other services of it.</summary>
public sealed class PlaceOrderHandler(IOrderRepository orders, IEventBus events, IFraudScreening fraud, ILogger<PlaceOrderHandler> logger)
{
    public async Task<Guid?> HandleAsync(PlaceOrder command, CancellationToken cancellationToken)
    {
        var order = new Order { CustomerId = command.CustomerId };
        foreach (var line in command.Lines)
            order.Add(line.Sku, line.Quantity, line.Price);
        if (await fraud.IsSuspiciousAsync(new(order.Id, order.CustomerId, order.Total, command.Currency), cancellationToken))
            return null;

        await orders.SaveAsync(order, cancellationToken);
        logger.LogInformation("Order {OrderId} of {CustomerId} is placed", order.Id, order.CustomerId);

        await events.PublishAsync(new OrderPlaced(order.Id, order.CustomerId, [.. order.Lines.Select(l => new OrderLineSold(l.Sku, l.Quantity))]), cancellationToken);
        return order.Id;
    }
}
