using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using Shop.Messaging;
using Shop.Ordering.Data;

namespace Shop.Ordering.Orders;

/// <summary>Cancels an order, and has the warehouse stop packing.</summary>
public sealed class CancellationService(OrderingContext db, RabbitMqConnection connection)
{
    public async Task CancelAsync(Guid orderId, string reason, CancellationToken cancellationToken)
    {
        var order = await db.Orders.SingleAsync(o => o.Id == orderId, cancellationToken);
        order.Cancel();
        await db.SaveChangesAsync(cancellationToken);

        await using var channel = await connection.OpenChannelAsync(cancellationToken);
        var body = JsonSerializer.SerializeToUtf8Bytes(new OrderCancelled(order.Id, reason));
        await channel.BasicPublishAsync(connection.Exchange, nameof(OrderCancelled), body, cancellationToken);
    }
}
