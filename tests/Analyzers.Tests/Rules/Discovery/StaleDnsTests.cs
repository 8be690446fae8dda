using DistPatterns.Rules.Discovery;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Discovery;

public sealed class StaleDnsTests
{
    private static readonly RuleTest Rule = RuleTest.Of<StaleDns>();

    [Theory]
    [InlineData("private static readonly HttpClient Http = [|new()|];")]
    [InlineData("private static readonly HttpClient Http = [|new HttpClient { Timeout = TimeSpan.FromSeconds(3) }|];")]
    [InlineData("private static readonly Lazy<HttpClient> Http = new(() => [|new HttpClient()|]);")]
    [InlineData("private static readonly HttpClient Http; static Rates() { Http = [|new HttpClient(new HttpClientHandler { UseCookies = false })|]; }")]
    [InlineData("private static readonly HttpClient Http = [|new HttpClient(new SocketsHttpHandler())|];")]
    [InlineData("public static HttpClient Http { get; } = [|new HttpClient()|];")]
    [InlineData("private static HttpClient? _http; public static HttpClient Get() => _http ??= [|new HttpClient()|];")]
    public Task A_client_that_lives_with_the_process_is_reported(string member) => Rule.ReportsInEditor($"public class Rates {{ {member} }}");

    [Theory]
    [InlineData("private readonly HttpClient _http = new();")] // of an object that may be short-lived
    [InlineData("private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) });")]
    [InlineData("private static readonly HttpClient Http = new(Handler()); private static HttpMessageHandler Handler() => new SocketsHttpHandler();")]
    [InlineData("private static readonly HttpClient Http = new() { BaseAddress = new Uri(\"http://localhost:5000\") };")]
    [InlineData("public async Task Get() { using var http = new HttpClient(); await http.GetStringAsync(\"/\"); }")]
    public Task One_that_renews_its_connections_or_may_end_is_silent(string member) => Rule.StaysSilent($"public class Rates {{ {member} }}");

    [Fact]
    public Task A_hosted_service_lives_with_the_process() => Rule.Reports("""
        using Microsoft.Extensions.Hosting;

        public class Poll : BackgroundService
        {
            private readonly HttpClient _http = [|new()|];

            protected override async Task ExecuteAsync(CancellationToken stop) => await _http.GetStringAsync("https://rates.example", stop);
        }
        """);

    [Theory]
    [InlineData("services.AddSingleton<Rates>();")]
    [InlineData("services.AddSingleton<IRates, Rates>();")]
    [InlineData("services.TryAddSingleton(typeof(IRates), typeof(Rates));")]
    public Task A_client_of_the_factory_that_a_singleton_keeps_is_reported(string registration) =>
        Rule.Reports(Factory("_http = factory.[|CreateClient|](\"rates\");", registration));

    [Fact]
    public Task A_static_field_keeps_a_client_of_the_factory_too() =>
        Rule.Reports(Factory("Shared ??= factory.[|CreateClient|]();", ""), "'Shared' lives as long as the process and keeps its connections: when the name of its peer leads elsewhere, "
            + "calls go on to the old address. Ask the factory for each use.");

    [Theory]
    [InlineData("services.AddScoped<Rates>();")]
    [InlineData("services.AddTransient<IRates, Rates>();")]
    [InlineData("services.AddSingleton<Rates>(); services.AddHttpClient(\"rates\").UseSocketsHttpHandler();")]
    public Task One_of_a_short_lived_object_or_with_a_handler_of_its_own_is_silent(string registration) =>
        Rule.StaysSilent(Factory("_http = factory.CreateClient(\"rates\");", registration));

    [Fact]
    public Task The_fix_renews_the_connections_of_the_default_handler() => Rule.Fixes(
        """
        public class Rates
        {
            private static readonly HttpClient A = [|new HttpClient { Timeout = TimeSpan.FromSeconds(3) }|];
            private static readonly HttpClient B = [|new()|];
        }
        """,
        """
        public class Rates
        {
            private static readonly HttpClient A = new HttpClient(new System.Net.Http.SocketsHttpHandler { PooledConnectionLifetime = System.TimeSpan.FromMinutes(2) }) { Timeout = TimeSpan.FromSeconds(3) };
            private static readonly HttpClient B = new(new System.Net.Http.SocketsHttpHandler { PooledConnectionLifetime = System.TimeSpan.FromMinutes(2) });
        }
        """);

    [Fact]
    public Task A_handler_that_is_set_up_is_left_alone() => Rule.OffersNoFix("""
        public class Rates { private static readonly HttpClient Http = [|new HttpClient(new HttpClientHandler { UseCookies = false })|]; }
        """);

    private static string Factory(string make, string registration) => $$"""
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        using Microsoft.Extensions.Hosting;

        public interface IRates;

        public class Rates : IRates
        {
            public static HttpClient? Shared;
            private HttpClient? _http;

            public Rates(IHttpClientFactory factory) { {{make}} }

            public Task StartAsync(CancellationToken stop) => _http!.GetStringAsync("/", stop);
            public Task StopAsync(CancellationToken stop) => Task.CompletedTask;
        }

        public static class Setup { public static void Add(IServiceCollection services) { {{registration}} } }
        """;
}
