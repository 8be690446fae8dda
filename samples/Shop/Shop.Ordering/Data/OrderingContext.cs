using Microsoft.EntityFrameworkCore;
using Shop.Messaging;
using Shop.Ordering.Orders;

namespace Shop.Ordering.Data;

public sealed class OrderingContext(DbContextOptions<OrderingContext> options) : DbContext(options), IOutboxContext
{
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<CustomerActivity> Activities => Set<CustomerActivity>();
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>().OwnsMany(o => o.Lines, lines => lines.HasKey("OrderId", nameof(OrderLine.Sku)));
        modelBuilder.Entity<Order>().HasIndex(o => o.ExternalId).IsUnique();
        modelBuilder.Entity<CustomerActivity>().HasKey(a => a.CustomerId);
    }
}

/// <summary>How much a customer has ordered: a table for the customers' page, filled from the service's own events.</summary>
public sealed class CustomerActivity
{
    public required string CustomerId { get; init; }
    public int Shipments { get; set; }
}
