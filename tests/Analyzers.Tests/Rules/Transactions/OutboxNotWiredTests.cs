using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Transactions;

public sealed class OutboxNotWiredTests
{
    private const string Tables = "modelBuilder.AddTransactionalOutboxEntities();";

    private static RuleTest Rule => RuleTest.Of<OutboxNotWired>().AsProgram();

    private static string Program(string registration, string model = Tables, string more = "") => $$"""
        using MassTransit;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.DependencyInjection;
        public record OrderPlaced(int Id);
        public class ShopContext : DbContext { protected override void OnModelCreating(ModelBuilder modelBuilder) { {{model}} } }
        public class LedgerContext : DbContext;
        static class Program
        {
            static void Main() { }
            static void Configure(IServiceCollection services, Action<IEntityFrameworkOutboxConfigurator> given) => services.AddMassTransit(x => { {{registration}} });
            static void Wire(this IEntityFrameworkOutboxConfigurator outbox) => outbox.UseBusOutbox();
        }
        {{more}}
        """;

    [Fact]
    public Task Storage_without_anything_that_goes_through_it_is_reported() => Rule.Reports(
        Program("x.[|AddEntityFrameworkOutbox<ShopContext>|](o => o.UsePostgres());"),
        "'AddEntityFrameworkOutbox' sets up an outbox for ShopContext, and nothing goes through it: neither UseBusOutbox nor an outbox on an endpoint is configured. Messages are sent at once, as without it.");

    [Fact]
    public Task A_context_without_the_tables_is_reported() => Rule.Reports(
        Program("x.[|AddEntityFrameworkOutbox<ShopContext>|](o => o.UseBusOutbox());", model: ""),
        "'AddEntityFrameworkOutbox' sets up an outbox for ShopContext, and its model has no tables for it: the first message fails. Add them in OnModelCreating (AddTransactionalOutboxEntities).");

    [Theory]
    [InlineData("x.AddEntityFrameworkOutbox<ShopContext>(o => { o.UsePostgres(); o.UseBusOutbox(); });")]
    [InlineData("x.AddEntityFrameworkOutbox<ShopContext>(o => o.Wire());")]
    [InlineData("x.AddEntityFrameworkOutbox<ShopContext>(); x.AddConfigureEndpointsCallback((context, name, c) => c.UseEntityFrameworkOutbox<ShopContext>(context));")]
    [InlineData("x.AddEntityFrameworkOutbox<ShopContext>(); x.UsingInMemory((context, bus) => bus.ReceiveEndpoint(\"q\", e => e.UseEntityFrameworkOutbox<ShopContext>(context)));")]
    public Task An_outbox_that_is_wired_is_silent(string registration) => Rule.StaysSilent(Program(registration));

    [Fact]
    public Task The_definition_of_a_consumer_wires_it() => Rule.StaysSilent(Program("x.AddEntityFrameworkOutbox<ShopContext>();", more: """
        class Placed : IConsumer<OrderPlaced> { public Task Consume(ConsumeContext<OrderPlaced> context) => Task.CompletedTask; }
        class PlacedDefinition : ConsumerDefinition<Placed>
        {
            protected override void ConfigureConsumer(IReceiveEndpointConfigurator endpoint, IConsumerConfigurator<Placed> consumer, IRegistrationContext context) => endpoint.UseEntityFrameworkOutbox<ShopContext>(context);
        }
        """));

    [Fact]
    public Task A_registration_that_does_not_bind_is_not_judged() => Rule.Unbound().StaysSilent(
        Program("x.AddEntityFrameworkOutbox<ShopContext>(o => o.UsePostgres(), unknown);"));

    [Fact]
    public async Task An_endpoint_of_another_program_wires_nothing()
    {
        var shipping = Program("x.AddConfigureEndpointsCallback((context, name, c) => c.UseEntityFrameworkOutbox<ShopContext>(context));").Replace("ShopContext", "ShippingContext");
        Assert.Equal(["Shop: AddEntityFrameworkOutbox<ShopContext>"], await new Solution()
            .With("Shop", Program("x.AddEntityFrameworkOutbox<ShopContext>();"), isProgram: true)
            .With("Shipping", shipping, isProgram: true).Find("DP2018"));
    }

    [Fact]
    public Task An_endpoint_of_another_context_wires_nothing() => Rule.Reports(Program(
        "x.[|AddEntityFrameworkOutbox<ShopContext>|](); x.AddConfigureEndpointsCallback((context, name, c) => c.UseEntityFrameworkOutbox<LedgerContext>(context));"));

    [Theory]
    [InlineData("modelBuilder.AddInboxStateEntity(); modelBuilder.AddOutboxStateEntity(); modelBuilder.AddOutboxMessageEntity();", "")]
    [InlineData("Kept.Add(modelBuilder);", "static class Kept { public static void Add(ModelBuilder b) => b.AddTransactionalOutboxEntities(); }")]
    public Task Tables_that_are_added_one_by_one_or_elsewhere_are_there(string model, string more) =>
        Rule.StaysSilent(Program("x.AddEntityFrameworkOutbox<ShopContext>(o => o.UseBusOutbox());", model, more));

    [Fact]
    public Task A_library_leaves_the_wiring_to_its_programs() =>
        RuleTest.Of<OutboxNotWired>().StaysSilent(Program("x.AddEntityFrameworkOutbox<ShopContext>();"));

    [Theory]
    [InlineData("x.[|AddEntityFrameworkOutbox<ShopContext>|]();", "x.AddEntityFrameworkOutbox<ShopContext>(o => o.UseBusOutbox());")]
    [InlineData("x.[|AddEntityFrameworkOutbox<ShopContext>|](o => { o.UsePostgres(); });", "x.AddEntityFrameworkOutbox<ShopContext>(o => { o.UsePostgres(); o.UseBusOutbox(); });")]
    public Task The_fix_sends_through_the_bus_outbox(string before, string after) => Rule.Fixes(Program(before), Program(after));

    [Theory]
    [InlineData("", "", new[] { "Orders: Enqueue", "Orders: Enqueue" })]
    [InlineData("services.AddDistPatterns(b => b.AddOutbox());", "", new[] { "Orders: Enqueue" })]
    [InlineData("services.AddDistPatterns(b => b.AddOutbox()); services.AddDbContext<ShopContext>(o => o.UseOutbox());", "", new string[0])]
    [InlineData("services.AddDistPatterns(b => b.UseEntityFrameworkCore<ShopContext>().AddOutbox());", "", new string[0])]
    [InlineData("services.AddDbContext<ShopContext>(o => o.UseOutbox());", "services.AddDistPatterns(b => b.AddOutbox());", new string[0])]
    [InlineData("services.AddDbContext<ShopContext>(o => o.UseOutbox());", "", new[] { "Orders: Enqueue" })]
    public async Task An_outbox_of_the_runtime_is_emptied_by_some_program(string here, string there, string[] expected) => Assert.Equal(
        expected,
        await new Solution().WithRuntime()
            .With("Orders", "using Microsoft.EntityFrameworkCore; using Microsoft.Extensions.DependencyInjection; public class ShopContext : DbContext;"
                + $"class Orders(ShopContext db) {{ void Place(object placed) {{ db.Outbox().Enqueue(placed); db.Outbox().Enqueue(1); db.SaveChanges(); }} void Add(IServiceCollection services) {{ {here} }} }}")
            .With("Relay", $"using Microsoft.Extensions.DependencyInjection; class Relay {{ void Add(IServiceCollection services) {{ {there} }} }}")
            .Find("DP2018"));

    [Fact]
    public Task One_project_does_not_show_who_empties_an_outbox() => Rule.WithRuntime().StaysSilent("""
        using Microsoft.EntityFrameworkCore;
        public class ShopContext : DbContext;
        class Orders(ShopContext db) { static void Main() { } void Place(object placed) { db.Outbox().Enqueue(placed); db.SaveChanges(); } }
        """);
}
