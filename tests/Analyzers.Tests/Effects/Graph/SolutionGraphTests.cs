using DistPatterns.Tests.Testing;
using DiagnosticSeverity = Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace DistPatterns.Tests.Effects;

/// <summary>What only the whole solution shows.</summary>
public sealed class SolutionGraphTests
{
    private const string Defaults = """
        using Microsoft.Extensions.DependencyInjection;
        public static class Defaults
        {
            public static void AddServiceDefaults(this IServiceCollection services) => services.ConfigureHttpClientDefaults(d => d.AddStandardResilienceHandler());
        }
        """;

    private static string Program(string name, string more = "") => $$"""
        using Microsoft.Extensions.DependencyInjection;
        class {{name}} { static void Main() { } void Configure(IServiceCollection services) { {{more}} services.AddHttpClient<{{name}}Client>(); } }
        class {{name}}Client(HttpClient http) { public Task Get() => http.GetAsync("/"); }
        """;

    [Fact]
    public async Task Defaults_of_one_program_limit_no_client_of_another()
    {
        var solution = new Solution().With("ServiceDefaults", Defaults)
            .With("Web", Program("Web", "services.AddServiceDefaults();"), isProgram: true)
            .With("Worker", Program("Worker"), isProgram: true);

        Assert.Equal(["Worker: AddHttpClient<WorkerClient>"], await solution.Find("DP1001"));
    }

    [Fact]
    public async Task A_chain_through_interfaces_and_projects_is_followed_to_both_ends()
    {
        var solution = new Solution()
            .With("Messaging", "public interface INews { Task Tell(object news); } class Broker(MassTransit.IBus bus) : INews { public Task Tell(object news) => bus.Publish(news); }")
            .With("Data", "public interface IOrders { Task Save(); } class Orders(Microsoft.EntityFrameworkCore.DbContext db) : IOrders { public Task Save() => db.SaveChangesAsync(); }")
            .With("Shop", "class Checkout(IOrders orders, INews news) { public async Task Place() { await orders.Save(); await news.Tell(new object()); } }");

        Assert.Equal(["Shop: Tell"], await solution.Find("DP2001"));
    }

    [Fact]
    public async Task A_breaker_that_one_project_builds_for_each_call_of_another_is_found()
    {
        var solution = new Solution()
            .With("Resilience", "using Polly; public static class Policies { public static IAsyncPolicy Breaker() => Policy.Handle<Exception>().CircuitBreakerAsync(3, TimeSpan.FromSeconds(30)); }")
            .With("Shop", "class Prices(HttpClient http) { Task Get() => Policies.Breaker().ExecuteAsync(() => http.GetAsync(\"/\")); }");

        Assert.Equal(["Resilience: CircuitBreakerAsync"], await solution.Find("DP1013"));
    }

    [Fact]
    public async Task A_bus_that_asks_each_handler_is_no_pair_of_what_they_do()
    {
        var solution = new Solution()
            .With("Core", """
                public interface IHandler<T> { Task Handle(T happened); }
                public class Bus(System.Collections.Generic.IEnumerable<IHandler<object>> first, System.Collections.Generic.IEnumerable<IHandler<object>> then)
                {
                    public async Task Tell(object happened)
                    {
                        foreach (var handler in first) await handler.Handle(happened);
                        foreach (var handler in then) await handler.Handle(happened);
                    }
                }
                """)
            .With("Sender", "class Send(MassTransit.IBus bus) : IHandler<object> { public Task Handle(object happened) => bus.Publish(happened); }")
            .With("Saver", "class Save(Microsoft.EntityFrameworkCore.DbContext db) : IHandler<object> { public Task Handle(object happened) => db.SaveChangesAsync(); }");

        Assert.Empty(await solution.Find("DP2001"));
    }

    [Fact]
    public async Task An_interface_of_a_missing_package_stands_for_what_its_name_says()
    {
        var solution = new Solution().With("Shop", """
            using Missing.Messaging;
            public interface IOrderRepository : Missing.IRepository { }
            class Checkout(IOrderRepository orders, IMessagePublisher news) { public async Task Place() { await orders.SaveAsync(1); await news.PublishAsync(2); } }
            """);

        Assert.Equal(["Shop: PublishAsync"], await solution.Find("DP2001"));
    }

    [Theory]
    [InlineData("Task PublishAsync(object news);")]
    [InlineData("Task PublishAsync(object news, CancellationToken cancel = default);")]
    [InlineData("[Obsolete] Task PublishAsync(object news);")]
    public async Task An_interface_that_nothing_implements_stands_for_what_its_name_says(string member)
    {
        var solution = new Solution().With("Shop", $$"""
            public interface IMessagePublisher { {{member}} }
            class Checkout(Microsoft.EntityFrameworkCore.DbContext db, IMessagePublisher news)
            {
                public async Task Place() { await db.SaveChangesAsync(); await news.PublishAsync(2); }
            }
            """);

        Assert.Equal(["Shop: PublishAsync"], await solution.Find("DP2001"));
    }

    [Fact]
    public async Task A_chain_that_begins_in_the_statements_of_a_program_names_the_endpoint_or_the_local_function()
    {
        var solution = new Solution().With("Api", """
            using MassTransit;
            using Microsoft.AspNetCore.Builder;
            using Microsoft.EntityFrameworkCore;
            var app = WebApplication.Create();
            app.MapPost("/orders", async (DbContext db, News news) => { await db.SaveChangesAsync(); await news.Tell(); });
            app.MapPut("/orders/{id}", async (DbContext db, News news) => { await db.SaveChangesAsync(); await news.Tell(); });
            app.MapDelete("/orders/{id}", Cancel);
            static async Task Cancel(DbContext db, News news) { await db.SaveChangesAsync(); await news.Tell(); }
            class News(IBus bus) { public Task Tell() => bus.Publish(new object()); }
            """, isProgram: true);

        Assert.Equal(
            [
                "Program.Cancel → News.Tell → IBus.Publish; commit",
                "Program: MapPost(\"/orders\") → News.Tell → IBus.Publish; commit",
                "Program: MapPut(\"/orders/{id}\") → News.Tell → IBus.Publish; commit",
            ],
            await solution.Chains("DP2001"));
    }

    [Fact]
    public async Task A_relay_whose_broker_does_not_bind_is_a_relay_still()
    {
        var solution = new Solution().With("Shop", """
            using Microsoft.EntityFrameworkCore;
            public interface IEventBus { Task PublishAsync(object happened); }
            class RabbitBus(Missing.IConnection connection) : IEventBus
            {
                public async Task PublishAsync(object happened)
                {
                    var channel = await connection.CreateChannelAsync();
                    await channel.BasicPublishAsync("orders", happened);
                }
            }
            class IntegrationEventLog(DbContext db) { public Task Mark() => db.SaveChangesAsync(); }
            class Events(IEventBus bus, IntegrationEventLog log) { public async Task Publish() { await bus.PublishAsync(1); await log.Mark(); } }
            class Orders(DbContext db, Events events) { public async Task Place() { await db.SaveChangesAsync(); await events.Publish(); } }
            """);

        Assert.Empty(await solution.Find("DP2001"));
    }

    [Fact]
    public async Task A_message_that_an_outbox_may_take_whose_configuration_does_not_bind_is_information()
    {
        var solution = new Solution().With("Shop", """
            using MassTransit;
            using Microsoft.EntityFrameworkCore;
            class Configuration { void Add(Missing.Configurator outbox) => outbox.UseBusOutbox(); }
            class Orders(DbContext db) { public Task Save() => db.SaveChangesAsync(); }
            class Checkout(Orders orders, IPublishEndpoint news) { public async Task Place() { await orders.Save(); await news.Publish(new object()); } }
            """);

        Assert.Equal(["Shop: Publish"], await solution.Find("DP2001", DiagnosticSeverity.Info));
    }

    [Fact]
    public async Task Rows_that_one_project_reads_and_another_sends_are_relayed_still()
    {
        var solution = new Solution()
            .With("Post", "public class Letter { public string Body = \"\"; public bool IsSent { get; set; } }")
            .With("Data", """
                using System.Collections.Generic;
                using System.Linq;
                using Microsoft.EntityFrameworkCore;
                public class Letters(DbContext db)
                {
                    public Task<List<Letter>> Waiting() => db.Set<Letter>().Where(l => !l.IsSent).ToListAsync();
                    public Task Done(Letter letter) { letter.IsSent = true; return db.SaveChangesAsync(); }
                }
                """)
            .With("Worker", """
                class Sender(Letters letters, MassTransit.IBus bus)
                {
                    public async Task Run() { foreach (var l in await letters.Waiting()) { await bus.Publish(l); await letters.Done(l); } }
                }
                """);

        Assert.Empty(await solution.Find("DP2001"));
    }
}
