using Microsoft.EntityFrameworkCore;

namespace DistPatterns.Runtime.Tests.EntityFrameworkCore;

internal sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();
}

internal sealed class Order
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public string Status { get; set; } = "new";
}

internal sealed record OrderPlaced(Guid OrderId);
