#pragma warning disable // as docs/rules/DP2001.md shows it
using MassTransit;
using Microsoft.EntityFrameworkCore;

public class Checkout(ShopContext db, IBus bus)
{
    public async Task Place(Order order, CancellationToken cancellation)
    {
        db.Add(order);
        db.Outbox().Enqueue(new OrderPlaced(order.Id, order.Total));
        await db.SaveChangesAsync(cancellation);
    }
}
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
public class Order { public Guid Id { get; set; } public decimal Total { get; set; } } public record OrderPlaced(Guid Id, decimal Total);
