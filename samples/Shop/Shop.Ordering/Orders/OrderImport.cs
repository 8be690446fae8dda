using Microsoft.EntityFrameworkCore;
using Shop.Messaging;
using Shop.Ordering.Data;

namespace Shop.Ordering.Orders;

/// <summary>Takes orders from a marketplace, which may send the same one twice.</summary>
public sealed class OrderImport(OrderingContext db, IEventBus events)
{
    public async Task ImportAsync(string externalId, PlaceOrder command, CancellationToken cancellationToken)
    {
        if (await db.Orders.AnyAsync(o => o.ExternalId == externalId, cancellationToken))
        {
            await events.PublishAsync(new OrderRejected(externalId, "It has been imported before."), cancellationToken);
        }
        else
        {
            var order = new Order { CustomerId = command.CustomerId, ExternalId = externalId };
            foreach (var line in command.Lines)
                order.Add(line.Sku, line.Quantity, line.Price);
            db.Orders.Add(order);
            db.Outbox.Add(OutboxMessage.For(new OrderPlaced(order.Id, order.CustomerId, [.. order.Lines.Select(l => new OrderLineSold(l.Sku, l.Quantity))])));
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
