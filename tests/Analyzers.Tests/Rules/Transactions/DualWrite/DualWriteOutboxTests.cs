using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Transactions;

/// <summary>An outbox takes the messages of the context that it is for, and of the code that runs under it.</summary>
public sealed class DualWriteOutboxTests
{
    private const string Shop = """
        using MassTransit;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.DependencyInjection;

        public record OrderPlaced(int Id);
        public class ShopContext : DbContext;
        public class LedgerContext : DbContext;

        """;

    private const string BusOutbox = "services.AddMassTransit(x => x.AddEntityFrameworkOutbox<ShopContext>(o => o.UseBusOutbox()));";
    private const string ConsumerOutbox = """
        services.AddMassTransit(x => x.AddConfigureEndpointsCallback((context, name, c) => c.UseEntityFrameworkOutbox<ShopContext>(context)));
        """;

    private static RuleTest Rule => RuleTest.Of<DualWrite>().AsProgram();

    private static string Program(string configuration, string code) => Shop + $$"""
        class Program { static void Main() { } static void Configure(IServiceCollection services) { {{configuration}} } }
        {{code}}
        """;

    private static string Sending(string context, string sender, string publish) =>
        $"class Orders({context} db, {sender} endpoint) {{ public async Task Place() {{ await endpoint.{publish}(new OrderPlaced(1)); await db.SaveChangesAsync(); }} }}";

    [Fact]
    public Task A_bus_outbox_takes_what_goes_with_a_save_of_its_context() => Rule.StaysSilent(Program(BusOutbox, Sending("ShopContext", "IPublishEndpoint", "Publish")));

    [Fact]
    public Task A_bus_outbox_excuses_no_save_of_another_context() => Rule.Reports(Program(BusOutbox, Sending("LedgerContext", "IPublishEndpoint", "[|Publish|]")),
        "Dual write: the message is sent (IPublishEndpoint.Publish), then the database change is saved (LedgerContext.SaveChangesAsync). If the save fails, the message tells of a change that was never made. "
        + "The outbox (UseBusOutbox) saves messages with ShopContext only: send from its transaction, or configure one for this context too.");

    [Fact]
    public Task What_is_sent_past_a_configured_outbox_is_told_what_goes_through_it() => Rule.Reports(Program(BusOutbox, """
        class News(IBus bus) { public Task Tell() => bus.Publish(new OrderPlaced(1)); }
        class Orders(ShopContext db, News news) { public async Task Place() { await news.[|Tell|](); await db.SaveChangesAsync(); } }
        """),
        "Dual write: the message is sent (News.Tell → IBus.Publish), then the database change is saved (ShopContext.SaveChangesAsync). If the save fails, the message tells of a change that was never made. "
        + "UseBusOutbox is configured, and IBus sends past that outbox: publish through IPublishEndpoint, before the save.");

    [Fact]
    public Task An_outbox_of_consumers_takes_what_runs_under_a_consumer() => Rule.StaysSilent(Program(ConsumerOutbox, """
        class PlacedConsumer(Orders orders) : IConsumer<OrderPlaced> { public Task Consume(ConsumeContext<OrderPlaced> context) => orders.Place(); }
        """ + Sending("ShopContext", "IPublishEndpoint", "Publish")));

    [Fact]
    public Task An_outbox_of_consumers_excuses_no_hosted_service_nor_controller() => Rule.Reports(Program(ConsumerOutbox, """
        class PlacedConsumer(Orders orders) : IConsumer<OrderPlaced> { public Task Consume(ConsumeContext<OrderPlaced> context) => orders.Place(); }
        class Worker(Orders orders) : Microsoft.Extensions.Hosting.BackgroundService { protected override Task ExecuteAsync(CancellationToken stop) => orders.Place(); }
        """ + Sending("ShopContext", "IPublishEndpoint", "[|Publish|]")));

    private const string Cap = """
        class Transfers(ShopContext db, DotNetCore.CAP.ICapPublisher cap)
        {
            public async Task Run()
            {
                using var transaction = db.Database.BeginTransaction(cap);
                await db.SaveChangesAsync();
                await Tell();
                await transaction.CommitAsync();
            }

            private Task Tell() => cap.PublishAsync("transfers", 1);
        }
        """;

    [Fact]
    public Task A_transaction_of_CAP_takes_what_is_published_in_it() => Rule.StaysSilent(CapProgram(Cap));

    [Fact]
    public Task A_transaction_of_CAP_excuses_no_publisher_elsewhere() => Rule.Reports(CapProgram(Cap + """

        class Orders(ShopContext db, DotNetCore.CAP.ICapPublisher cap)
        {
            public async Task Place() { await db.SaveChangesAsync(); await cap.[|PublishAsync|]("orders", 1); }
        }
        """),
        "Dual write: the database change is saved (ShopContext.SaveChangesAsync), then the message is sent (ICapPublisher.PublishAsync). If the process stops in between, or this call fails, the change is there and the message is lost. "
        + "Save the message in the same transaction: DotNetCore.CAP has an outbox for this (Database.BeginTransaction with the ICapPublisher).");

    private static string CapProgram(string code) => "using DotNetCore.CAP;\n" + Program("", code);
}
