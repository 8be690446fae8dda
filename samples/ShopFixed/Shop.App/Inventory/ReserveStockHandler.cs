using DistPatterns.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Shop.Inventory;

/// <summary>Keeps stock aside for an order, or says that there is not enough. What it leaves unsaved is saved with the commit, together with what other messages of the same batch leave.</summary>
public sealed class ReserveStockHandler(ShopContext db, ShopOptions options) : IMessageHandler<ReserveStock>
{
    public async ValueTask HandleAsync(ReserveStock message, MessageContext context, CancellationToken cancellationToken)
    {
        if (!options.Fails("stock", message.OrderId) && await TakeAsync(message, cancellationToken))
        {
            db.Reservations.Add(new Reservation { OrderId = message.OrderId, Article = message.Article, Quantity = message.Quantity });
            db.Outbox().Enqueue(new StockReserved(message.OrderId), key: message.OrderId);
        }
        else
        {
            db.Outbox().Enqueue(new OutOfStock(message.OrderId), key: message.OrderId);
        }
    }

    // looks and takes in one statement: two orders at once cannot both have the last one
    private async Task<bool> TakeAsync(ReserveStock message, CancellationToken cancellationToken) =>
        await db.Stock
            .Where(s => s.Article == message.Article && s.Available >= message.Quantity)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.Available, i => i.Available - message.Quantity), cancellationToken) == 1;
}
