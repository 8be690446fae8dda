using Shop.Ordering.Data;

namespace Shop.Ordering.DomainEvents;

public sealed record ShipmentRecorded(Guid OrderId, string CustomerId);

internal sealed class CountShipments(OrderingContext db) : IHandler<ShipmentRecorded>
{
    public async Task HandleAsync(ShipmentRecorded notification, CancellationToken cancellationToken)
    {
        var activity = await db.Activities.FindAsync([notification.CustomerId], cancellationToken)
            ?? db.Activities.Add(new() { CustomerId = notification.CustomerId }).Entity;
        activity.Shipments++;
        await db.SaveChangesAsync(cancellationToken);
    }
}

internal sealed class LogShipments(ILogger<LogShipments> logger) : IHandler<ShipmentRecorded>
{
    public Task HandleAsync(ShipmentRecorded notification, CancellationToken cancellationToken)
    {
        logger.LogInformation("Order {OrderId} has left the house", notification.OrderId);
        return Task.CompletedTask;
    }
}
