using DistPatterns.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Shop.Ordering;

/// <summary>Writes down how an order has ended.</summary>
public sealed class CloseOrderHandler(ShopContext db) : IMessageHandler<OrderCompleted>, IMessageHandler<OrderCancelled>
{
    public ValueTask HandleAsync(OrderCompleted message, MessageContext context, CancellationToken cancellationToken) =>
        CloseAsync(message.OrderId, OrderStatus.Completed, cancellationToken);

    public ValueTask HandleAsync(OrderCancelled message, MessageContext context, CancellationToken cancellationToken) =>
        CloseAsync(message.OrderId, OrderStatus.Cancelled, cancellationToken);

    private async ValueTask CloseAsync(int orderId, OrderStatus status, CancellationToken cancellationToken)
    {
        var closed = await db.Orders.Where(o => o.Id == orderId).ExecuteUpdateAsync(o => o.SetProperty(p => p.Status, status), cancellationToken);
        if (closed == 0)
        {
            throw new InvalidOperationException($"There is no order {orderId}.");
        }
    }
}
