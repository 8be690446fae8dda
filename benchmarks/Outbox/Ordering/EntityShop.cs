using System.Diagnostics;
using DistPatterns.Benchmarks.Outbox.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>Saves each order by a DbContext of its own from a pool, and tells of it by the outbox of that context, or tells nobody.</summary>
/// <param name="host">A program with the outbox and the context.</param>
/// <param name="tells">Whether it enqueues a message.</param>
/// <param name="begins">Whether it begins the transaction itself; otherwise the save does.</param>
internal sealed class EntityShop(IHost host, bool tells, bool begins) : IShop
{
    public static async Task<IShop> OpenAsync(OwnDatabase database, bool tells, bool begins, Acks acks)
    {
        var host = await OutboxHost.BuildAsync(database, link: null, dispatch: false, acks, configure: services =>
        {
            services.AddDistPatterns(d => d.UseEntityFrameworkCore<ShopContext>());
            services.AddDbContextPool<ShopContext>(o => o.UseNpgsql(database.Source));
        });
        await host.StartAsync();
        return new EntityShop(host, tells, begins);
    }

    public async Task<long> PlaceAsync(long order)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopContext>();
        await using var transaction = begins ? await db.Database.BeginTransactionAsync() : null;
        db.Add(new Order { Id = order });
        if (tells)
        {
            db.Outbox().Enqueue(OrderPlaced.Of(order), OutboxHost.KeyOf(order), order);
        }

        var committing = Stopwatch.GetTimestamp();
        await db.SaveChangesAsync();
        if (transaction is not null)
        {
            await transaction.CommitAsync();
        }

        return committing;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Order>(order =>
        {
            order.ToTable("orders");
            order.Property(o => o.Id).HasColumnName("id").ValueGeneratedNever();
            order.Property(o => o.Customer).HasColumnName("customer");
            order.Property(o => o.Total).HasColumnName("total");
        });
    }

    private sealed class Order
    {
        public long Id { get; init; }
        public string Customer { get; init; } = "a customer with a name of usual length";
        public decimal Total { get; init; } = 42.50m;
    }
}
