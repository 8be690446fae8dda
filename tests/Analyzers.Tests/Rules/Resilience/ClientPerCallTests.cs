using DistPatterns.Rules.Resilience;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Resilience;

public sealed class ClientPerCallTests
{
    private static readonly RuleTest Rule = RuleTest.Of<ClientPerCall>();

    [Fact]
    public Task A_client_that_is_forgotten_with_its_call_is_reported_and_kept_by_the_fix() => Rule.Fixes(
        """
        public class Prices : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public async Task<string> GetAsync(string product)
            {
                using var client = [|new HttpClient|]();
                return await client.GetStringAsync("https://prices.example/" + product);
            }
        }
        """,
        """
        public class Prices : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            private static readonly HttpClient GetClient = new System.Net.Http.HttpClient(new System.Net.Http.SocketsHttpHandler { PooledConnectionLifetime = System.TimeSpan.FromMinutes(2) });

            public async Task<string> GetAsync(string product)
            {
                return await GetClient.GetStringAsync("https://prices.example/" + product);
            }
        }
        """);

    [Fact]
    public Task A_call_with_something_whose_type_is_missing_does_not_hand_the_client_on() => Rule.Reports("""
        public class Prices : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public async Task A({|CS0246:JobContext|} context)
            {
                var client = [|new HttpClient|]();
                await client.GetAsync("https://prices.example/", context.CancellationToken);
            }
            public async Task B({|CS0246:JobContext|} context)
            {
                var client = new HttpClient();
                await client.{|CS1061:DownloadAsync|}("https://prices.example/", context.CancellationToken);
            }
        }
        """);

    [Theory]
    [InlineData("public async Task A() { using (var http = [|new HttpClient|]()) { await http.GetStringAsync(\"/\"); } }")]
    [InlineData("public async Task A() { using var http = new HttpClient([|new HttpClientHandler|] { UseCookies = false }); await http.GetStringAsync(\"/\"); }")]
    [InlineData("public Task<string> A() => [|new HttpClient|]().GetStringAsync(\"/\");")]
    [InlineData("HttpClient Http => [|new HttpClient|](); public Task A() => Http.GetStringAsync(\"/\");")]
    [InlineData("HttpClient Make() => [|new HttpClient|](); public async Task A() { var http = Make(); await http.GetStringAsync(\"/\"); }")]
    [InlineData("public async Task A(string[] all) { foreach (var one in all) { using var http = [|new HttpClient|](); await http.GetStringAsync(one); } }")]
    [InlineData("public async Task A() { using var channel = Grpc.Net.Client.GrpcChannel.[|ForAddress|](\"https://a\"); var client = new Modelled.Generated.Greeter.GreeterClient(channel); await client.SayHelloAsync(new()); }")]
    [InlineData("public async Task A() { await using var connection = await new RabbitMQ.Client.ConnectionFactory().[|CreateConnectionAsync|](); await using var channel = await connection.CreateChannelAsync(); await channel.BasicAckAsync(1, false); }")]
    [InlineData("public async Task A() { var redis = await StackExchange.Redis.ConnectionMultiplexer.[|ConnectAsync|](\"redis\"); await redis.GetDatabase().StringGetAsync(\"a\"); }")]
    [InlineData("public Task A() => new Microsoft.Azure.Cosmos.CosmosClient(\"a\", \"b\").GetContainer(\"c\", \"d\").DeleteItemAsync<object>(\"e\", default);", "new Microsoft.Azure.Cosmos.CosmosClient")]
    public Task It_may_be_made_in_any_way(string members, string? marked = null) =>
        Rule.Reports($"public class C {{ {(marked is null ? members : members.Replace(marked, $"[|{marked}|]"))} }}");

    [Theory]
    [InlineData("static readonly HttpClient Http = new(); public Task A() => Http.GetStringAsync(\"/\");")]
    [InlineData("static readonly Lazy<HttpClient> Http = new(() => new HttpClient()); public Task A() => Http.Value.GetStringAsync(\"/\");")]
    [InlineData("HttpClient? _http; public Task A() => (_http ??= new HttpClient()).GetStringAsync(\"/\");")]
    [InlineData("HttpClient? _http; public Task A() { if (_http is null) lock (this) { if (_http is null) _http = new HttpClient(); } return _http.GetStringAsync(\"/\"); }")]
    [InlineData("HttpClient? _http; public void Connect() { var http = new HttpClient(); _http = http; }")]
    [InlineData("readonly System.Collections.Concurrent.ConcurrentDictionary<string, HttpClient> _all = new(); public Task A(string key) => _all.GetOrAdd(key, _ => new HttpClient()).GetStringAsync(\"/\");")]
    [InlineData("public HttpClient Make() => new HttpClient();")]
    [InlineData("public Task A(IHttpClientFactory? factory) { var http = factory?.CreateClient() ?? new HttpClient(); return http.GetStringAsync(\"/\"); }")]
    [InlineData("void Add(Microsoft.Extensions.DependencyInjection.IHttpClientBuilder b) => Microsoft.Extensions.DependencyInjection.HttpClientBuilderExtensions.ConfigurePrimaryHttpMessageHandler(b, () => new HttpClientHandler()); public void A(Microsoft.Extensions.DependencyInjection.IHttpClientBuilder b) => Add(b);")]
    [InlineData("class Owner(HttpClient http) { public Task Get() => http.GetStringAsync(\"/\"); } Owner Make() => new(new HttpClient()); public Task A() => Make().Get();")]
    [InlineData("public void A(Action<HttpClient> use) => use(new HttpClient());")]
    [InlineData("RabbitMQ.Client.IChannel? _channel; public async Task Connect() { var connection = await new RabbitMQ.Client.ConnectionFactory().CreateConnectionAsync(); _channel = await connection.CreateChannelAsync(); }")]
    public Task What_is_kept_handed_on_or_made_by_a_start_is_fine(string members) => Rule.StaysSilent($"public class C {{ {members} }}");

    [Fact]
    public Task A_handler_of_messages_is_served() => Rule.ReportsInEditor("""
        using MassTransit;

        public record Placed;

        public class PlacedConsumer : IConsumer<Placed>
        {
            public async Task Consume(ConsumeContext<Placed> context)
            {
                using var http = [|new HttpClient|]();
                await http.GetStringAsync("https://prices.example");
            }
        }
        """);

    [Fact]
    public Task The_start_of_a_program_and_what_only_it_calls_run_once() => Rule.AsProgram().StaysSilent("""
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;

        using var http = new HttpClient();
        await http.GetStringAsync("https://a.example");
        await Load();

        static async Task Load()
        {
            using var http = new HttpClient();
            await http.GetStringAsync("https://b.example");
        }

        public class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stop)
            {
                using var http = new HttpClient();
                while (!stop.IsCancellationRequested)
                    await http.GetStringAsync("https://c.example", stop);
            }
        }

        public static class Setup
        {
            public static void AddShop(this IServiceCollection services) => services.AddSingleton(p => { using var http = new HttpClient(); return http.GetStringAsync("https://d.example"); });
        }
        """);

    [Fact]
    public Task A_loop_of_a_program_makes_many() => Rule.AsProgram().Reports("""
        foreach (var address in args)
        {
            using var http = [|new HttpClient|]();
            await http.GetStringAsync(address);
        }
        """);

    [Fact]
    public Task A_factory_that_only_the_start_calls_makes_one() => Rule.AsProgram().StaysSilent("""
        await Install();

        static async Task Install() => await Check();

        static async Task Check()
        {
            using var http = Make();
            await http.GetStringAsync("https://a.example");
        }

        static HttpClient Make() => new HttpClient();
        """);

    [Fact]
    public Task One_with_credentials_that_the_call_brings_is_information() => Rule.ReportsAs(DiagnosticSeverity.Info, """
        public record Target(string User, string Secret);

        public class Publisher
        {
            public async Task Publish(Target target, Uri place)
            {
                var credentials = target.User.Length > 0 ? new System.Net.NetworkCredential(target.User, target.Secret) : null;
                using var http = new HttpClient([|new HttpClientHandler|] { Credentials = credentials });
                await http.GetStringAsync(place);
            }
        }
        """);

    [Fact]
    public Task One_with_an_address_that_the_call_brings_could_be_shared() => Rule.ReportsAs(DiagnosticSeverity.Warning, """
        public class Bus
        {
            public async Task Post(Uri place)
            {
                using var http = [|new HttpClient|] { BaseAddress = place, Timeout = TimeSpan.FromSeconds(3) };
                await http.GetStringAsync("/orders");
            }
        }
        """);

    [Fact]
    public Task One_for_what_the_call_brings_is_information() => Rule.ReportsAs(DiagnosticSeverity.Info, """
        using StackExchange.Redis;

        public class Tenants
        {
            public async Task<bool> Ping(string tenant)
            {
                var options = $"{tenant}.redis.example";
                using var redis = await ConnectionMultiplexer.[|ConnectAsync|](options);
                return await redis.GetDatabase().KeyExistsAsync("a");
            }
        }
        """);

    [Theory]
    [InlineData("using var http = [|new HttpClient|](); http.Timeout = TimeSpan.FromSeconds(5); await http.GetStringAsync(\"/\");")]
    [InlineData("using (var http = [|new HttpClient|]()) await http.GetStringAsync(\"/\");")]
    [InlineData("var http = [|new HttpClient|](); await http.GetStringAsync(\"/\"); http.Dispose();")]
    public Task What_is_set_up_or_disposed_of_by_the_call_is_not_moved(string body) => Rule.OffersNoFix($"public class C : Microsoft.AspNetCore.Mvc.ControllerBase {{ public async Task A() {{ {body} }} }}");
}
