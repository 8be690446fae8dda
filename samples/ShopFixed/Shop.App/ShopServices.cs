using DistPatterns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Inventory;
using Shop.Ordering;
using Shop.Payment;

namespace Shop;

/// <summary>What the shop is made of.</summary>
public static class ShopServices
{
    public static IServiceCollection AddShop(this IServiceCollection services, ShopOptions options)
    {
        var sqlite = $"Data Source={options.Sqlite}";
        var postgres = options.Postgres is { } given ? Prepared(given) : null;
        var story = new Story(options);
        services.AddSingleton(options);
        services.AddScoped<OrderDesk>();
        services.AddDbContextPool<ShopContext>(db => _ = postgres is { } server ? db.UseNpgsql(server) : db.UseSqlite(sqlite));
        services.AddDistPatterns(shop =>
        {
            _ = postgres is { } server ? shop.UsePostgres(server) : shop.UseSqlite(sqlite);
            _ = options.RabbitMq is { } broker ? shop.UseRabbitMq(o => o.Broker = broker) : shop.UseInProcessTransport();
            shop
                .UseEntityFrameworkCore<ShopContext>()
                .AddOutbox(o => o.LeaseTtl = TimeSpan.FromSeconds(5)) // how long the work of a killed process waits for another
                .AddMessage<OrderPlaced>("orders")
                .AddMessage<ReserveStock>("inventory").AddMessage<ReleaseStock>("inventory")
                .AddMessage<StockReserved>("inventory.events").AddMessage<OutOfStock>("inventory.events").AddMessage<StockReleased>("inventory.events")
                .AddMessage<TakePayment>("payment")
                .AddMessage<PaymentTaken>("payment.events").AddMessage<PaymentDeclined>("payment.events")
                .AddMessage<OrderCompleted>("orders.closed").AddMessage<OrderCancelled>("orders.closed")
                .AddConsumer("ordering", c => story.Listen(c).Handle<OrderCompleted, CloseOrderHandler>().Handle<OrderCancelled, CloseOrderHandler>().InBatches(16))
                .AddConsumer("inventory", c => c.Handle<ReserveStock, ReserveStockHandler>().Handle<ReleaseStock, ReleaseStockHandler>().InBatches(16).AtOnce(1)) // all want the same few articles
                .AddConsumer("payment", c => c.Handle<TakePayment, TakePaymentHandler>().InBatches(16))
                .AddSaga<OrderState>("order", OrderSaga.Define);
        });
        return services;
    }

    /// <summary>Creates the tables where they are missing. The shop's own come first: EF Core creates them in an empty database only.</summary>
    public static async Task CreateTablesAsync(this IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ShopContext>().Database.EnsureCreatedAsync();
        await services.CreateDistPatternsTablesAsync();
    }

    // The same few statements again and again: each is planned once for a connection, and no connection has a state to be reset.
    private static string Prepared(string postgres) => new NpgsqlConnectionStringBuilder(postgres) { MaxAutoPrepare = 50, NoResetOnClose = true }.ConnectionString;
}
