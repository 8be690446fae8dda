using Microsoft.EntityFrameworkCore;

namespace Shop.Ordering;

/// <summary>Takes orders.</summary>
public sealed class OrderDesk(ShopContext db)
{
    /// <summary>
    /// Saves an order, and the message that tells of it, in one commit: whoever gets the message finds the order, and no order stays
    /// that nobody heard of. samples/Shop saved first and published then, and a crash in between lost the order.
    /// </summary>
    public async Task<int> PlaceAsync(string article, int quantity, decimal amount, CancellationToken cancellationToken)
    {
        var order = new Order { Article = article, Quantity = quantity, Amount = amount };

        // The database gives the order its number, which the message needs: hence a save for each, and a transaction around both. An
        // order that knows its id beforehand needs none: Add, Enqueue, SaveChangesAsync.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Orders.Add(order);
        await db.SaveChangesAsync(cancellationToken);
        db.Outbox().Enqueue(new OrderPlaced(order.Id, article, quantity, amount), key: order.Id);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return order.Id;
    }

    public Task<int> CountAsync(OrderStatus status, CancellationToken cancellationToken) => db.Orders.CountAsync(o => o.Status == status, cancellationToken);
}
