using Microsoft.EntityFrameworkCore;
using Shop.Ordering.Orders;

namespace Shop.Ordering.Data;

internal sealed class OrderRepository(OrderingContext db) : IOrderRepository
{
    public Task<Order?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        db.Orders.SingleOrDefaultAsync(o => o.Id == id, cancellationToken);

    public async Task SaveAsync(Order order, CancellationToken cancellationToken)
    {
        if (db.Entry(order).State == EntityState.Detached)
            db.Orders.Add(order);
        await db.SaveChangesAsync(cancellationToken);
    }
}
