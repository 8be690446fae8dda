using DistPatterns.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Shop.Inventory;

/// <summary>Gives back what was kept aside for an order that is cancelled.</summary>
public sealed class ReleaseStockHandler(ShopContext db) : IMessageHandler<ReleaseStock>
{
    public async ValueTask HandleAsync(ReleaseStock message, MessageContext context, CancellationToken cancellationToken)
    {
        if (await db.Reservations.FindAsync([message.OrderId], cancellationToken) is { } kept)
        {
            await db.Stock
                .Where(s => s.Article == kept.Article)
                .ExecuteUpdateAsync(s => s.SetProperty(i => i.Available, i => i.Available + kept.Quantity), cancellationToken);
            db.Reservations.Remove(kept);
        }

        db.Outbox().Enqueue(new StockReleased(message.OrderId), key: message.OrderId);
    }
}
