using Microsoft.EntityFrameworkCore;
using Shop.Messaging;
using Shop.Ordering.Data;
using Shop.Ordering.DomainEvents;

namespace Shop.Ordering.Orders;

/// <summary>Marks an order as shipped.</summary>
public sealed class ShipOrderHandler(OrderingContext db, IDispatcher dispatcher)
{
    public async Task HandleAsync(Guid orderId, string carrier, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var order = await db.Orders.SingleAsync(o => o.Id == orderId, cancellationToken);
        order.Ship();
        await db.SaveChangesAsync(cancellationToken);

        db.Outbox.Add(OutboxMessage.For(new OrderShipped(order.Id, carrier)));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        await dispatcher.PublishAsync(new ShipmentRecorded(order.Id, order.CustomerId), cancellationToken);
    }
}
