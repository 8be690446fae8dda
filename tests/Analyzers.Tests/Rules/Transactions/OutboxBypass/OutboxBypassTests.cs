using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Transactions;

public sealed class OutboxBypassTests
{
    private const string Transit = """
        using MassTransit;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.DependencyInjection;
        public record OrderPlaced(int Id);
        public record StockReserved(int Order);
        public class ShopContext : DbContext;

        """;

    private const string Callback = "services.AddMassTransit(x => x.AddConfigureEndpointsCallback((context, name, c) => c.UseEntityFrameworkOutbox<ShopContext>(context)));";
    private const string Bus = """
        using NServiceBus;
        static class Program { static void Main() => new EndpointConfiguration("shop").EnableOutbox(); }
        public record OrderPlaced(int Id);
        public record StockReserved(int Order);

        """;

    private static RuleTest Rule => RuleTest.Of<OutboxBypass>().AsProgram();

    private static string Program(string code, string configuration = Callback) => Transit + $$"""
        static class Program { static void Main() { } static void Configure(IServiceCollection services) { {{configuration}} } }
        {{code}}
        """;

    private static string Consumer(string injected, string send) =>
        $"class Placed({injected}) : IConsumer<OrderPlaced> {{ public async Task Consume(ConsumeContext<OrderPlaced> context) {{ {send}; }} }}";

    [Fact]
    public Task The_bus_in_a_consumer_goes_past_its_outbox() => Rule.Reports(
        Program(Consumer("IBus bus", "await bus.[|Publish|](new StockReserved(1))")),
        "'IBus.Publish' goes past the outbox that this handler runs under (UseEntityFrameworkOutbox): the message leaves at once, also when the handler then fails, and again with each retry. "
        + "Send through the context of the message that is handled.");

    [Fact]
    public Task A_producer_of_a_rider_and_a_service_behind_the_consumer_too() => Rule.Reports(Program(
        Consumer("News news, ITopicProducer<StockReserved> topic", "await topic.[|Produce|](new StockReserved(1)); await news.Tell()")
        + " class News(IBus bus) { public Task Tell() => bus.[|Publish|](new StockReserved(1)); }"));

    [Theory]
    [InlineData(Callback, "")]
    [InlineData("", "Shop: Publish")]
    public async Task Where_it_speaks_the_rule_about_dual_writes_does_not(string configuration, string dual)
    {
        var shop = new Solution().With("Shop", Program(Consumer("IBus bus, ShopContext db", "await db.SaveChangesAsync(); await bus.Publish(new StockReserved(1))"), configuration), isProgram: true);

        Assert.Equal(dual, string.Join(", ", await shop.Find("DP2001")));
        Assert.Equal(dual.Length == 0 ? "Shop: Publish" : "", string.Join(", ", await shop.Find("DP2002")));
    }

    [Theory]
    [InlineData("IPublishEndpoint endpoint", "await endpoint.Publish(new StockReserved(1))")]
    [InlineData("", "await context.Publish(new StockReserved(1))")]
    public Task What_the_outbox_stores_is_silent(string injected, string send) => Rule.StaysSilent(Program(Consumer(injected, send)));

    [Fact]
    public Task The_bus_outside_of_consumers_is_silent() =>
        Rule.StaysSilent(Program("class Worker(IBus bus) : Microsoft.Extensions.Hosting.BackgroundService { protected override Task ExecuteAsync(CancellationToken stop) => bus.Publish(new StockReserved(1)); }"));

    [Fact]
    public async Task The_outbox_of_a_program_is_not_that_of_handlers_it_does_not_run()
    {
        var orders = Transit + Consumer("IBus bus", "await bus.Publish(new StockReserved(1))");
        var shop = $$"""
            using MassTransit;
            using Microsoft.Extensions.DependencyInjection;
            public class ShippingContext : Microsoft.EntityFrameworkCore.DbContext;
            static class Shop { static void Main() { } static void Configure(IServiceCollection services) { {{Callback.Replace("ShopContext", "ShippingContext")}} } }
            """;

        Assert.Equal(["Orders: Publish"], await new Solution().With("Orders", orders).With("Shop", shop, isProgram: true).Find("DP2002"));
        Assert.Empty(await new Solution().With("Shop", shop, isProgram: true).With("Orders", orders).Find("DP2002"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("services.AddMassTransit(x => x.UsingInMemory((context, bus) => bus.ReceiveEndpoint(\"q\", e => { e.UseEntityFrameworkOutbox<ShopContext>(context); e.ConfigureConsumer<Other>(context); })));")]
    [InlineData("services.AddMassTransit(x => x.AddEntityFrameworkOutbox<ShopContext>(o => o.UseBusOutbox()));")]
    public Task A_consumer_without_that_outbox_is_silent(string configuration) => Rule.StaysSilent(Program(
        Consumer("IBus bus", "await bus.Publish(new StockReserved(1))") + " class Other : IConsumer<OrderPlaced> { public Task Consume(ConsumeContext<OrderPlaced> context) => Task.CompletedTask; }", configuration));

    [Theory]
    [InlineData("class Placed(IMessageSession session) : IHandleMessages<OrderPlaced> { public Task Handle(OrderPlaced m, IMessageHandlerContext context) => session.[|Publish|](new StockReserved(1)); }")]
    [InlineData("class Placed : IHandleMessages<OrderPlaced> { public IMessageSession Session { get; set; } = null!; public Task Handle(OrderPlaced m, IMessageHandlerContext context) => Session.[|Send|](new StockReserved(1)); }")]
    [InlineData("[Handler] class Placed { public Task Handle(OrderPlaced m, IMessageHandlerContext context, IMessageSession session) => session.[|Publish|](new StockReserved(1)); }")]
    [InlineData("class Placed : IHandleMessages<OrderPlaced> { public Task Handle(OrderPlaced m, IMessageHandlerContext context) { var now = new SendOptions(); now.[|RequireImmediateDispatch|](); return context.Send(new StockReserved(1), now); } }")]
    public Task A_session_in_a_handler_and_immediate_dispatch_go_past_the_outbox(string handler) => Rule.Reports(Bus + handler);

    [Theory]
    [InlineData("class Placed : IHandleMessages<OrderPlaced> { public Task Handle(OrderPlaced m, IMessageHandlerContext context) => context.Publish(new StockReserved(1)); }")]
    [InlineData("class Orders(IMessageSession session) { public Task Place() => session.Publish(new StockReserved(1)); }")]
    public Task The_context_and_code_outside_of_handlers_are_silent(string code) => Rule.StaysSilent(Bus + code);

    [Fact]
    public Task The_message_goes_through_the_context_which_needs_no_token() => Rule.Fixes(
        Bus + "class Placed(IMessageSession session) : IHandleMessages<OrderPlaced> { public Task Handle(OrderPlaced m, IMessageHandlerContext context) => session.[|Publish|](new StockReserved(1), context.CancellationToken); }",
        Bus + "class Placed(IMessageSession session) : IHandleMessages<OrderPlaced> { public Task Handle(OrderPlaced m, IMessageHandlerContext context) => context.Publish(new StockReserved(1)); }");
}
