using Shop.Messaging;
using Shop.Ordering.Data;
using Shop.Ordering.Orders;
using Shop.Payment;

namespace Shop.Ordering.Returns;

/// <summary>Takes goods back and returns the money.</summary>
public sealed class ReturnsService(OrderingContext db, IEventBus events, RefundClient refunds)
{
    public async Task<bool> ReturnAsync(Guid orderId, CancellationToken cancellationToken)
    {
        if (await db.Orders.FindAsync([orderId], cancellationToken) is not { PaymentReference: { } reference } order)
            return false;

        order.Return();
        await refunds.RefundAsync(order.Id, reference, order.Total);
        await events.PublishAsync(new OrderReturned(order.Id), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
