using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Transactions;

public sealed class PublishAfterLastSaveTests
{
    private const string Types = """
        using MassTransit;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.DependencyInjection;

        public record OrderPlaced(int Id);
        public record Order(string Name) { public int Id { get; set; } }
        public class ShopContext : DbContext { public DbSet<Order> Orders => Set<Order>(); }
        public class LedgerContext : DbContext;
        public interface IOrders { Task Save(); }
        public class Repository(ShopContext db) : IOrders { public Task Save() => db.SaveChangesAsync(); }

        """;

    private const string BusOutbox = "services.AddMassTransit(x => x.AddEntityFrameworkOutbox<ShopContext>(o => o.UseBusOutbox()));";
    private const string ConsumerOutbox = "services.AddMassTransit(x => x.AddConfigureEndpointsCallback((context, name, c) => c.UseEntityFrameworkOutbox<ShopContext>(context)));";

    private static RuleTest Rule => RuleTest.Of<PublishAfterLastSave>().AsProgram();

    private static string Program(string code, string configuration = BusOutbox, string more = "", string members = "") => Types + $$"""
        static class Program { static void Main() { } static void Configure(IServiceCollection services) { {{configuration}} } }
        public class Orders(ShopContext db, LedgerContext ledger, IOrders orders, IPublishEndpoint endpoint, IBus bus)
        {
            public async Task Place(int id)
            {
                {{code}}
            }
            {{members}}
        }
        {{more}}
        """;

    [Fact]
    public Task What_is_published_after_the_last_save_is_lost() => Rule.Reports(
        Program("await db.SaveChangesAsync(); await endpoint.[|Publish|](new OrderPlaced(id));"),
        "IPublishEndpoint.Publish puts the message into the outbox of ShopContext (UseBusOutbox), and no save follows: its row is never written, and the message is lost. Publish before the save.");

    [Theory]
    [InlineData("await orders.Save(); await endpoint.[|Publish|](new OrderPlaced(id));")] // the save hides in a repository
    [InlineData("await db.SaveChangesAsync(); await [|Tell|](id);")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(); await db.SaveChangesAsync(); await endpoint.[|Publish|](new OrderPlaced(id)); await t.CommitAsync();")] // the commit writes nothing
    [InlineData("await db.SaveChangesAsync(); await endpoint.[|Publish|](new OrderPlaced(id)); await ledger.SaveChangesAsync();")]
    [InlineData("await db.SaveChangesAsync(); await endpoint.[|Publish|](new OrderPlaced(id)); await db.Orders.ExecuteDeleteAsync();")]
    public Task Neither_a_repository_nor_a_commit_nor_another_context_hides_it(string code) => Rule.Reports(Program(code, members: "private Task Tell(int id) => endpoint.Publish(new OrderPlaced(id));"));

    [Theory]
    [InlineData("await endpoint.Publish(new OrderPlaced(id)); await db.SaveChangesAsync();")]
    [InlineData("await db.SaveChangesAsync(); await endpoint.Publish(new OrderPlaced(id)); await orders.Save();")]
    [InlineData("await endpoint.Publish(new OrderPlaced(id));")] // nothing is known to be saved at all
    [InlineData("await db.SaveChangesAsync(); await bus.Publish(new OrderPlaced(id));")] // past the outbox
    [InlineData("await ledger.SaveChangesAsync(); await endpoint.Publish(new OrderPlaced(id));")]
    [InlineData("if (id > 0) await db.SaveChangesAsync(); else await endpoint.Publish(new OrderPlaced(id));")]
    public Task A_save_behind_it_and_messages_outside_of_the_outbox_are_silent(string code) => Rule.StaysSilent(Program(code));

    [Fact]
    public Task A_caller_that_saves_afterwards_saves_the_message_too() => Rule.StaysSilent(Program(
        "await db.SaveChangesAsync(); await endpoint.Publish(new OrderPlaced(id));",
        more: "class Shop(ShopContext db, Orders orders) { public async Task Run() { await orders.Place(1); await db.SaveChangesAsync(); } }"));

    [Fact]
    public Task A_behaviour_that_saves_around_its_handlers_saves_the_message_too() => Rule.StaysSilent(Program(
        "await db.SaveChangesAsync(); await endpoint.Publish(new OrderPlaced(id));",
        more: """
            class Saving(ShopContext db) : Microsoft.AspNetCore.Http.IMiddleware
            {
                public async Task InvokeAsync(Microsoft.AspNetCore.Http.HttpContext context, Microsoft.AspNetCore.Http.RequestDelegate next) { await next(context); await db.SaveChangesAsync(); }
            }
            """));

    [Fact]
    public Task A_consumer_sends_through_the_context_of_its_message() => Rule.StaysSilent(Program(
        "await db.SaveChangesAsync(); await endpoint.Publish(new OrderPlaced(id));",
        BusOutbox + ConsumerOutbox,
        "class Placed(Orders orders) : IConsumer<OrderPlaced> { public Task Consume(ConsumeContext<OrderPlaced> context) => orders.Place(1); }"));

    [Fact]
    public Task Without_a_bus_outbox_nothing_waits_for_a_save() => Rule.StaysSilent(Program("await db.SaveChangesAsync(); await endpoint.Publish(new OrderPlaced(id));", ConsumerOutbox));

    [Fact]
    public Task A_consumer_without_an_outbox_of_its_own_is_a_dual_write_whatever_the_bus_has() => RuleTest.Of<DualWrite>().AsProgram().Reports(Program(
        "await db.SaveChangesAsync(); await endpoint.[|Publish|](new OrderPlaced(id));",
        more: "class Placed(Orders orders) : IConsumer<OrderPlaced> { public Task Consume(ConsumeContext<OrderPlaced> context) => orders.Place(1); }"));

    [Fact]
    public Task The_publish_moves_in_front_of_the_save() => Rule.Fixes(
        Program("""
            await db.SaveChangesAsync();
                    await endpoint.[|Publish|](new OrderPlaced(id));
            """),
        Program("""
            await endpoint.Publish(new OrderPlaced(id));
                    await db.SaveChangesAsync();
            """));

    [Fact]
    public Task A_key_that_the_database_makes_needs_a_second_save() => Rule.Fixes(
        Program("""
            var order = new Order("a");
                    db.Orders.Add(order);
                    await db.SaveChangesAsync();
                    await endpoint.[|Publish|](new OrderPlaced(order.Id));
            """),
        Program("""
            var order = new Order("a");
                    db.Orders.Add(order);
                    await db.SaveChangesAsync();
                    await endpoint.Publish(new OrderPlaced(order.Id));
                    await db.SaveChangesAsync();
            """));
}
