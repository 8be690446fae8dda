using Shop.Messaging;
using Shop.Ordering.Data;
using Shop.Ordering.Orders;

namespace Shop.Ordering.Returns;

public sealed record ComplaintRaised(Guid OrderId, string Text) : IntegrationEvent;

/// <summary>Records what a customer is unhappy with. The event goes through the log, whose relay sends it.</summary>
public sealed class ComplaintService(OrderingContext db, IIntegrationEventLog log)
{
    public async Task RaiseAsync(Guid orderId, string text, CancellationToken cancellationToken)
    {
        if (await db.Orders.FindAsync([orderId], cancellationToken) is { Status: OrderStatus.Placed } order)
            order.Cancel();
        await db.SaveChangesAsync(cancellationToken);
        await log.StoreAsync(new ComplaintRaised(orderId, text), cancellationToken);
    }
}
