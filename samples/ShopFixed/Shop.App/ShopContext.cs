using Microsoft.EntityFrameworkCore;
using Shop.Inventory;
using Shop.Ordering;

namespace Shop;

/// <summary>The shop's own tables. The outbox, the inbox and the sagas have theirs in the same database: that is what makes one commit of both.</summary>
public sealed class ShopContext : DbContext
{
    // a message whose save fails is handled anew as a whole: no savepoint around each save, which is two trips to the database
    public ShopContext(DbContextOptions<ShopContext> options) : base(options) => Database.AutoSavepointsEnabled = false;

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Payment.Payment> Payments => Set<Payment.Payment>();

    public DbSet<StockItem> Stock => Set<StockItem>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>().Property(o => o.Status).HasConversion<string>();
        modelBuilder.Entity<Payment.Payment>().HasKey(p => p.OrderId);
        modelBuilder.Entity<Payment.Payment>().Property(p => p.OrderId).ValueGeneratedNever();
        modelBuilder.Entity<StockItem>().HasKey(s => s.Article);
        modelBuilder.Entity<StockItem>().HasData(
            new StockItem { Article = "lamp", Available = 1_000_000 },
            new StockItem { Article = "chair", Available = 1_000_000 },
            new StockItem { Article = "table", Available = 1_000_000 });
        modelBuilder.Entity<Reservation>().HasKey(r => r.OrderId);
        modelBuilder.Entity<Reservation>().Property(r => r.OrderId).ValueGeneratedNever();
    }
}
