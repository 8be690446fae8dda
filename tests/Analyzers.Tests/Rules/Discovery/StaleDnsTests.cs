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
}
