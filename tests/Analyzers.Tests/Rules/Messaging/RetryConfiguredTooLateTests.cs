using DistPatterns.Rules.Messaging;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Messaging;

public sealed class RetryConfiguredTooLateTests
{
    private const string Types = """
        using MassTransit;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.DependencyInjection;
        public record OrderPlaced(int Id);
        class ShopContext : DbContext;
        class Placed : IConsumer<OrderPlaced> { public Task Consume(ConsumeContext<OrderPlaced> context) => Task.CompletedTask; }

        """;

    private static RuleTest Rule => RuleTest.Of<RetryConfiguredTooLate>();

    private static string Bus(string filters) => Types + $$"""
        static class Bus
        {
            public static void Add(IServiceCollection services) => services.AddMassTransit(x => x.UsingInMemory((context, bus) =>
            {
                {{filters}}
            }));
            static void AddOutbox(this IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context) => endpoint.UseEntityFrameworkOutbox<ShopContext>(context);
        }
        """;

    [Fact]
    public Task A_retry_inside_an_outbox_sends_what_failed_attempts_have_sent() => Rule.Reports(
        Bus("bus.UseInMemoryOutbox(context); bus.[|UseMessageRetry|](r => r.Immediate(3)); bus.ConfigureEndpoints(context);"),
        "'UseMessageRetry' comes after 'UseInMemoryOutbox': the retry runs inside it, and what a failed attempt has sent goes out with what the last one sends. Move it up.");

    [Theory]
    [InlineData("bus.UseMessageRetry(r => r.Immediate(3)); bus.[|UseDelayedRedelivery|](r => r.Intervals(100)); bus.ConfigureEndpoints(context);")]
    [InlineData("bus.UseMessageRetry(r => r.Immediate(3)); bus.[|UseScheduledRedelivery|](r => r.Intervals(100)); bus.ConfigureEndpoints(context);")]
    [InlineData("""bus.ReceiveEndpoint("q", e => { e.UseEntityFrameworkOutbox<ShopContext>(context); e.[|UseMessageRetry|](r => r.Immediate(3)); e.ConfigureConsumer<Placed>(context); });""")]
    [InlineData("""bus.ReceiveEndpoint("q", e => { e.AddOutbox(context); e.[|UseMessageRetry|](r => r.Immediate(3)); });""")]
    [InlineData("""bus.ReceiveEndpoint("q", e => { e.ConfigureConsumer<Placed>(context, c => { c.UseMessageRetry(r => r.Immediate(3)); c.[|UseDelayedRedelivery|](r => r.Intervals(9)); }); });""")]
    public Task A_filter_that_should_stand_around_another_comes_before_it(string filters) => Rule.ReportsAs(DiagnosticSeverity.Warning, Bus(filters));

    [Fact]
    public Task A_retry_after_the_endpoints_still_applies_and_is_information() => Rule.ReportsAs(DiagnosticSeverity.Info,
        Bus("bus.ConfigureEndpoints(context); bus.[|UseMessageRetry|](r => r.Immediate(3));"));

    [Fact]
    public Task A_definition_of_a_consumer_is_a_pipe_too() => Rule.Reports(Types + """
        class PlacedDefinition : ConsumerDefinition<Placed>
        {
            protected override void ConfigureConsumer(IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<Placed> consumerConfigurator, IRegistrationContext context)
            {
                endpointConfigurator.UseEntityFrameworkOutbox<ShopContext>(context);
                endpointConfigurator.[|UseMessageRetry|](r => r.Immediate(3));
            }
        }
        """);

    [Theory]
    [InlineData("bus.UseDelayedRedelivery(r => r.Intervals(100)); bus.UseMessageRetry(r => r.Immediate(3)); bus.UseInMemoryOutbox(context); bus.ConfigureEndpoints(context);")]
    [InlineData("""bus.UseInMemoryOutbox(context); bus.ReceiveEndpoint("q", e => { e.UseMessageRetry(r => r.Immediate(3)); e.ConfigureConsumer<Placed>(context); });""")]
    [InlineData("""bus.ReceiveEndpoint("a", e => e.UseInMemoryOutbox(context)); bus.ReceiveEndpoint("b", e => e.UseMessageRetry(r => r.Immediate(3)));""")]
    [InlineData("if (context is null) bus.UseInMemoryOutbox(context!); else bus.UseMessageRetry(r => r.Immediate(3)); bus.ConfigureEndpoints(context!);")]
    public Task The_right_order_and_different_pipes_are_silent(string filters) => Rule.StaysSilent(Bus(filters));

    [Fact]
    public Task The_retry_moves_up_with_its_comment() => Rule.Fixes(
        """
        using MassTransit;
        static class Bus
        {
            public static void Configure(IBusRegistrationContext context, IInMemoryBusFactoryConfigurator bus)
            {
                Console.WriteLine();

                // held back until the consumer is done
                bus.UseInMemoryOutbox(context);
                // deadlocks
                bus.[|UseMessageRetry|](r => r.Immediate(3));

                bus.ConfigureEndpoints(context);
            }
        }
        """,
        """
        using MassTransit;
        static class Bus
        {
            public static void Configure(IBusRegistrationContext context, IInMemoryBusFactoryConfigurator bus)
            {
                Console.WriteLine();

                // deadlocks
                bus.UseMessageRetry(r => r.Immediate(3));
                // held back until the consumer is done
                bus.UseInMemoryOutbox(context);

                bus.ConfigureEndpoints(context);
            }
        }
        """);

    [Fact]
    public Task What_reads_a_variable_in_between_is_left_to_the_user() => Rule.OffersNoFix(
        Bus("bus.UseInMemoryOutbox(context); var tries = 3; bus.[|UseMessageRetry|](r => r.Immediate(tries));"));
}
