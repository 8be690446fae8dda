using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Transactions;

/// <summary>What is added to a context, or overrides its saving, runs with every save.</summary>
public sealed class DualWriteInterceptorTests
{
    private const string Shop = """
        using MassTransit;
        using MediatR;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Diagnostics;
        using Microsoft.Extensions.DependencyInjection;

        public record OrderPlaced(int Id) : INotification;
        public class ShopContext : DbContext;
        public class LedgerContext : DbContext;
        class Orders(ShopContext db) { public Task Place() => db.SaveChangesAsync(); }
        class PlacedHandler(IBus bus) : INotificationHandler<OrderPlaced>
        {
            public Task Handle(OrderPlaced placed, CancellationToken stop) => bus.Publish(placed, stop);
        }

        """;

    private static RuleTest Rule => RuleTest.Of<DualWrite>();

    private static string Saved(string body, string adding) => Shop + $$"""
        class Telling(IBus bus, IMediator mediator) : SaveChangesInterceptor
        {
            public override async ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData data, int result, CancellationToken stop = default)
            {
                {{body}}
                return bus is null || mediator is null ? 0 : result;
            }
        }
        static class Configuration { public static void Add(IServiceCollection services) { {{adding}} } }
        """;

    private const string Added = "services.AddDbContext<ShopContext>((p, o) => o.AddInterceptors(p.GetRequiredService<Telling>()));";
    private const string AddedAny = "services.AddDbContext<ShopContext>((p, o) => o.AddInterceptors(p.GetServices<ISaveChangesInterceptor>()));";
    private const string AddedElsewhere = "services.AddDbContext<LedgerContext>((p, o) => o.AddInterceptors(p.GetRequiredService<Telling>()));";

    [Theory]
    [InlineData("await bus.[|Publish|](new OrderPlaced(1), stop);", Added)]
    [InlineData("await bus.[|Publish|](new OrderPlaced(1), stop);", AddedAny)]
    [InlineData("await mediator.[|Publish|](new OrderPlaced(1), stop);", Added)]
    public Task What_an_interceptor_sends_after_a_save_is_lost_when_the_process_stops(string body, string adding) => Rule.Reports(Saved(body, adding));

    [Theory]
    [InlineData("await bus.Publish(new OrderPlaced(1), stop);", AddedElsewhere)]
    [InlineData("await bus.Publish(new OrderPlaced(1), stop);", "")]
    [InlineData("await Task.CompletedTask;", Added)]
    public Task What_no_save_runs_or_sends_nothing_is_fine(string body, string adding) => Rule.StaysSilent(Saved(body, adding));

    [Fact]
    public Task What_an_interceptor_sends_before_a_save_tells_of_a_change_that_may_never_be_made() => Rule.Reports(Shop + """
        class Telling(IBus bus) : SaveChangesInterceptor
        {
            public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData data, InterceptionResult<int> result, CancellationToken stop = default)
            {
                await bus.[|Publish|](new OrderPlaced(1), stop);
                return result;
            }
        }
        class Special(IBus bus) : DbContext { protected override void OnConfiguring(DbContextOptionsBuilder options) => options.AddInterceptors(new Telling(bus)); }
        class Specials(Special db) { public Task Place() => db.SaveChangesAsync(); }
        """,
        "Dual write: the message is sent (IBus.Publish), then the database change is saved (Special.SaveChangesAsync). If the save fails, the message tells of a change that was never made. "
        + "Save the message in the same transaction: MassTransit has an outbox for this (AddEntityFrameworkOutbox with UseBusOutbox, and publish through IPublishEndpoint).");

    [Theory]
    [InlineData("var saved = await base.SaveChangesAsync(all, stop); await bus.[|Publish|](new OrderPlaced(1), stop); return saved;")]
    [InlineData("var saved = await base.SaveChangesAsync(all, stop); await mediator.[|Publish|](new OrderPlaced(1), stop); return saved;")]
    [InlineData("await mediator.[|Publish|](new OrderPlaced(1), stop); return await base.SaveChangesAsync(all, stop);")]
    public Task What_an_override_of_saving_sends_is_reported_there(string body) => Rule.Reports(Shop + $$"""
        class Telling(IBus bus, IMediator mediator) : DbContext
        {
            public object Used => (bus, mediator);
            public override async Task<int> SaveChangesAsync(bool all, CancellationToken stop = default) { {{body}} }
        }
        class Tellers(Telling db) { public Task Place() => db.SaveChangesAsync(); }
        """);

    [Fact]
    public Task A_decorator_that_sends_excuses_no_caller_that_sends_by_itself() => Rule.Reports(Shop + """
        interface IOrderStore { Task Save(int order); }
        class SqlOrders(ShopContext db) : IOrderStore { public Task Save(int order) => db.SaveChangesAsync(); }
        class TellingOrders(IOrderStore inner, IBus bus) : IOrderStore
        {
            public async Task Save(int order) { await inner.Save(order); await bus.[|Publish|](new OrderPlaced(order)); }
        }
        class Checkout(IOrderStore orders, IBus bus)
        {
            public async Task Place(int order) { await orders.Save(order); await bus.[|Publish|](new OrderPlaced(order)); }
            public Task Quietly(int order) => orders.Save(order);
        }
        """);

    [Theory]
    [InlineData("await redis.PublishAsync(StackExchange.Redis.RedisChannel.Literal(\"cache:invalidate\"), \"1\")", DiagnosticSeverity.Info)]
    [InlineData("await redis.PublishAsync(StackExchange.Redis.RedisChannel.Literal(\"orders\"), \"1\")", DiagnosticSeverity.Warning)]
    public Task A_signal_that_a_copy_is_old_is_information(string sending, DiagnosticSeverity severity) => Rule.ReportsAs(severity, Shop + $$"""
        class Prices(ShopContext db, StackExchange.Redis.ISubscriber redis)
        {
            public async Task Change() { await db.SaveChangesAsync(); {{sending.Replace("PublishAsync", "[|PublishAsync|]")}}; }
        }
        """);
}
