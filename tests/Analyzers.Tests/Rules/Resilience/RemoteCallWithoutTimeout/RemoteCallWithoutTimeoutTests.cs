using DistPatterns.Rules.Resilience;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Resilience;

public sealed class RemoteCallWithoutTimeoutTests
{
    private const string Usings = "using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Http.Resilience;\n";

    private static RuleTest Rule => RuleTest.Of<RemoteCallWithoutTimeout>();

    [Fact]
    public Task A_client_kept_at_the_default_is_information_as_an_editor_asks() => Rule.ReportsInEditor("""
        class Prices
        {
            private static readonly HttpClient Http = [|new HttpClient|]();
            public Task<string> Get(CancellationToken stop) => Http.GetStringAsync("https://prices", stop);
        }
        """);

    [Fact]
    public Task A_limit_that_is_switched_off_is_a_warning() => Rule.ReportsAs(DiagnosticSeverity.Warning, """
        class Prices
        {
            private readonly HttpClient _http = [|new HttpClient|] { Timeout = Timeout.InfiniteTimeSpan };
            public Task<HttpResponseMessage> Get() => _http.GetAsync("https://prices");
        }
        """);

    [Fact]
    public Task A_client_made_for_one_call_is_reported() => Rule.ReportsAs(DiagnosticSeverity.Info, """
        class Prices
        {
            public async Task<string> Get()
            {
                var http = [|new HttpClient|]();
                return await http.GetStringAsync("https://prices");
            }
        }
        """);

    [Fact]
    public Task A_client_that_is_disposed_by_hand_is_still_all_in_sight() => Rule.Reports("""
        class Payments
        {
            public async Task Refund(HttpContent content)
            {
                var client = [|new HttpClient|]();
                await client.PostAsync("https://bank/refunds", content);
                client.CancelPendingRequests();
                client.Dispose();
            }
        }
        """);

    [Theory]
    [InlineData("private static readonly Lazy<HttpClient> Http = new(() => [|new HttpClient|]()); Task A() => Http.Value.GetAsync(\"/\");")]
    [InlineData("private static readonly Lazy<HttpClient> Http = new(Make); private static HttpClient Make() => [|new HttpClient|](); Task A() => Http.Value.GetAsync(\"/\");")]
    [InlineData("private readonly Lazy<HttpClient> _http; public C() { _http = new Lazy<HttpClient>(Make); } private static HttpClient Make() { return [|new HttpClient|](); } Task A() => _http.Value.GetAsync(\"/\");")]
    [InlineData("private static HttpClient Make() => [|new HttpClient|](); Task A() => Make().GetAsync(\"/\");")]
    [InlineData("private HttpClient Make() { var http = [|new HttpClient|](); return http; } async Task A() { var http = Make(); await http.GetAsync(\"/\"); }")]
    [InlineData("private HttpClient? _http; Task A() => (_http ??= [|new HttpClient|]()).GetAsync(\"/\");")]
    [InlineData("private HttpClient? _http; private HttpClient Http => _http ??= [|new HttpClient|](); Task A() => Http.GetAsync(\"/\");")]
    [InlineData("private static readonly HttpClient Shared = [|new HttpClient|](); private HttpClient Http => Shared; Task A() => Http.GetAsync(\"/\");")]
    [InlineData("private static HttpClient Make() => [|new HttpClient|](); private readonly HttpClient _http; C() { _http = Make(); } Task A() => _http.GetAsync(\"/\");")]
    public Task A_client_is_followed_through_what_our_own_code_makes_of_it(string members) => Rule.Reports($"class C {{ {members} }}");

    [Fact]
    public Task A_limit_that_is_switched_off_far_from_the_creation_is_a_warning() => Rule.ReportsAs(DiagnosticSeverity.Warning, """
        class Quotes
        {
            private readonly HttpClient _http;
            public Quotes() { _http = Make(); _http.Timeout = TimeSpan.FromMilliseconds(-1); }
            public Task<string> Get() => _http.GetStringAsync("https://quotes");
            private static HttpClient Make() => [|new HttpClient|]();
        }
        """);

    [Theory]
    [InlineData("Task<string> Load(CancellationToken c) => Http.GetStringAsync(\"/\", c); public async Task A() { using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15)); await Load(limit.Token); }")]
    [InlineData("Task<string> Load(CancellationToken c) => Http.GetStringAsync(\"/\", c); Task<string> Retry(CancellationToken c) => Load(c); public async Task A() { using var limit = new CancellationTokenSource(); limit.CancelAfter(100); await Retry(limit.Token); }")]
    [InlineData("Task<string> Load() => Http.GetStringAsync(\"/\"); public Task A() => Load().WaitAsync(TimeSpan.FromSeconds(3));")]
    [InlineData("Task<string> Load() => Http.GetStringAsync(\"/\"); public async Task A(Polly.ResiliencePipeline p) => await p.ExecuteAsync(async c => await Load());")]
    [InlineData("public async Task A() { var call = Http.GetStringAsync(\"/\"); if (await Task.WhenAny(call, Task.Delay(TimeSpan.FromSeconds(3))) != call) throw new TimeoutException(); }")]
    public Task A_limit_that_a_caller_sets_counts(string members) => Rule.StaysSilent($"class C {{ private static readonly HttpClient Http = new(); {members} }}");

    [Theory]
    [InlineData("Task<string> Load() => Http.GetStringAsync(\"/\"); public async Task A() { using var limit = new CancellationTokenSource(100); await Load(); limit.Token.ThrowIfCancellationRequested(); }")]
    [InlineData("Task<string> Load(CancellationToken c) => Http.GetStringAsync(\"/\", c); public async Task A(CancellationToken stop) { using var limit = new CancellationTokenSource(100); await Load(limit.Token); await Load(stop); }")]
    [InlineData("public async Task A() { var call = Http.GetStringAsync(\"/\"); await Task.WhenAny(call, Http.GetStringAsync(\"/2\")); }")]
    public Task A_limit_that_does_not_reach_the_call_is_none(string members) => Rule.Reports($"class C {{ private static readonly HttpClient Http = [|new()|]; {members} }}");

    [Fact]
    public Task A_handler_of_our_own_may_set_the_limit() => Rule.StaysSilent("""
        class Rates
        {
            private static readonly HttpClient Http = new(new PatienceHandler());
            public Task<string> Today() => Http.GetStringAsync("https://rates");
        }

        class PatienceHandler() : DelegatingHandler(new HttpClientHandler())
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
                limit.CancelAfter(TimeSpan.FromSeconds(3));
                return await base.SendAsync(request, limit.Token);
            }
        }
        """);

    [Theory]
    [InlineData("[|AddHttpClient<Prices>|](c => c.Timeout = Timeout.InfiniteTimeSpan)")]
    [InlineData("[|AddHttpClient|](\"prices\").ConfigureHttpClient(c => c.Timeout = TimeSpan.FromMilliseconds(-1))")]
    public Task A_registered_client_whose_limit_is_switched_off_is_a_warning(string registration) => Rule.AsProgram().ReportsAs(DiagnosticSeverity.Warning, Usings + $$"""
        new ServiceCollection().{{registration}};

        class Prices(HttpClient http) { public Task<string> Get() => http.GetStringAsync("https://prices"); }
        """);

    [Fact]
    public Task What_a_method_of_ours_says_of_a_registration_is_followed_through_its_overloads() => Rule.AsProgram().StaysSilent(Usings + """
        new ServiceCollection().AddHttpClient("a").AddOurs("x");

        class Limits { public int Seconds { get; set; } }
        static class Ours
        {
            public static IHttpClientBuilder AddOurs(this IHttpClientBuilder builder, string name) => builder.AddOurs(new Limits { Seconds = name.Length });
            public static IHttpClientBuilder AddOurs(this IHttpClientBuilder builder, Limits limits) { builder.AddStandardResilienceHandler(); return builder; }
        }
        """);

    [Fact]
    public Task What_does_not_bind_may_set_the_limit_of_a_registration() => Rule.AsProgram().Unbound().StaysSilent(Usings + """
        new ServiceCollection().AddHttpClient("a").AddPatience(TimeSpan.FromSeconds(3));
        """);

    [Fact]
    public Task A_client_that_the_container_is_given_is_reported() => Rule.AsProgram().ReportsAs(DiagnosticSeverity.Info, Usings + """
        new ServiceCollection().AddSingleton(p => [|new HttpClient|]()).AddSingleton<Quotes>();

        class Quotes(HttpClient http) { public Task<string> Get() => http.GetStringAsync("https://quotes"); }
        """);

    [Theory]
    [InlineData("private static HttpClient Make() => new HttpClient(); private readonly HttpClient _http; C() { _http = Make(); _http.Timeout = TimeSpan.FromSeconds(5); } Task A() => _http.GetAsync(\"/\");")]
    [InlineData("private static readonly Lazy<HttpClient> Http = new(() => new HttpClient { Timeout = TimeSpan.FromSeconds(5) }); Task A() => Http.Value.GetAsync(\"/\");")]
    [InlineData("private static HttpClient Make() => new HttpClient(); async Task A() { var http = Make(); Limit(http); await http.GetAsync(\"/\"); } static void Limit(HttpClient http) => http.Timeout = TimeSpan.FromSeconds(5);")]
    [InlineData("public static HttpClient Make() => new HttpClient(); Task A() => Make().GetAsync(\"/\");")] // others may make one too, and limit it
    [InlineData("private readonly Dictionary<string, HttpClient> _all = new(); void Add() => _all[\"a\"] = new HttpClient(); Task A() => _all[\"a\"].GetAsync(\"/\");")]
    public Task A_limit_is_followed_likewise(string members) => Rule.StaysSilent($"class C {{ {members} }}");

    [Fact]
    public Task A_token_of_an_unknown_type_hides_no_call() => Rule.Unbound().Reports("""
        class Download
        {
            public async Task Run(Unknown.Job job)
            {
                var client = [|new HttpClient|]();
                var file = await client.GetAsync("https://maps", job.CancellationToken);
            }
        }
        """);

    [Theory]
    [InlineData("private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) }; Task A() => _http.GetAsync(\"/\");")]
    [InlineData("private readonly HttpClient _http = new(); C() => _http.Timeout = TimeSpan.FromSeconds(5); Task A() => _http.GetAsync(\"/\");")]
    [InlineData("private readonly HttpClient _http = new(); async Task A() { using var cts = new CancellationTokenSource(TimeSpan.FromSeconds(5)); await _http.GetAsync(\"/\", cts.Token); }")]
    [InlineData("private readonly HttpClient _http = new(); async Task A(CancellationToken stop) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(stop); cts.CancelAfter(5000); await _http.GetAsync(\"/\", cts.Token); }")]
    [InlineData("private readonly HttpClient _http = new(); async Task A(CancellationToken stop) { using var cts = Within(stop); await _http.GetAsync(\"/\", cts.Token); } static CancellationTokenSource Within(CancellationToken stop) { var cts = CancellationTokenSource.CreateLinkedTokenSource(stop); cts.CancelAfter(5000); return cts; }")]
    [InlineData("private readonly HttpClient _http = new(); Task A() => _http.GetAsync(\"/\", new CancellationTokenSource(5000).Token);")]
    [InlineData("private readonly HttpClient _http = new(); async Task A(CancellationToken stop) { using var limit = new CancellationTokenSource(5000); using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token); await _http.GetAsync(\"/\", both.Token); }")]
    [InlineData("private readonly HttpClient _http = new(); async Task A(CancellationToken a, CancellationToken b) { using var limit = new CancellationTokenSource(5000); using var all = CancellationTokenSource.CreateLinkedTokenSource(a, b, limit.Token); await _http.GetAsync(\"/\", all.Token); }")]
    [InlineData("private readonly HttpClient _http = new(); Task A(Clock clock) => _http.GetAsync(\"/\", clock.Deadline());")]
    [InlineData("private readonly HttpClient _http = new(); async Task A() => await _http.GetAsync(\"/\").WaitAsync(TimeSpan.FromSeconds(5));")]
    [InlineData("private readonly HttpClient _http = new(); Task<Stream> A() => _http.GetStreamAsync(\"/\");")]
    [InlineData("private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan }; Task A() => _http.GetAsync(\"/\", HttpCompletionOption.ResponseHeadersRead);")]
    [InlineData("public readonly HttpClient Http = new(); Task A() => Http.GetAsync(\"/\");")]
    [InlineData("HttpClient A() { var http = new HttpClient(); return http; }")]
    [InlineData("void A() { var http = new HttpClient(); Configure(http); http.GetAsync(\"/\"); } static void Configure(HttpClient http) => http.Timeout = TimeSpan.FromSeconds(5);")]
    [InlineData("async Task A(HttpMessageHandler unknown) { var http = new HttpClient(unknown); await http.GetAsync(\"/\"); }")]
    public Task A_limit_somewhere_a_stream_or_a_life_out_of_sight_is_fine(string members) => Rule.StaysSilent($$"""
        class C { {{members}} }
        abstract class Clock { public abstract CancellationToken Deadline(); }
        """);

    [Fact]
    public Task A_token_of_our_own_that_has_no_deadline_is_no_limit() => Rule.ReportsAs(DiagnosticSeverity.Info, """
        class C
        {
            private readonly HttpClient _http = [|new()|];
            private readonly CancellationTokenSource _stop = new();

            Task A() => _http.GetAsync("/", Stopping());
            private CancellationToken Stopping() => _stop.Token;
        }
        """);

    [Fact]
    public Task A_registration_at_the_default_is_reported_where_the_program_is_in_sight() => Rule.AsProgram().Reports(Usings + """
        class Program
        {
            static void Main() { }
            static void Configure(IServiceCollection services)
            {
                services.[|AddHttpClient|]("prices", c => c.BaseAddress = new("https://prices"));
                services.[|AddHttpClient<Prices>|]().SetHandlerLifetime(TimeSpan.FromMinutes(5)).AddHttpMessageHandler<Stamp>();
            }
        }
        class Prices(HttpClient http) { public Task Get() => http.GetAsync("/"); }
        class Stamp : DelegatingHandler;
        """,
        "AddHttpClient(\"prices\") sets no time limit: a peer that hangs holds every caller for the default of 100s. Set one that fits the caller's patience, or pass a token with a deadline.",
        "AddHttpClient<Prices> sets no time limit: a peer that hangs holds every caller for the default of 100s. Set one that fits the caller's patience, or pass a token with a deadline.");

    [Theory]
    [InlineData("services.AddHttpClient(\"a\", c => c.Timeout = TimeSpan.FromSeconds(5));")]
    [InlineData("services.AddHttpClient(\"a\").ConfigureHttpClient(c => c.Timeout = TimeSpan.FromSeconds(5));")]
    [InlineData("services.AddHttpClient(\"a\").AddStandardResilienceHandler();")]
    [InlineData("var client = services.AddHttpClient(\"a\"); client.AddStandardResilienceHandler();")]
    [InlineData("services.AddHttpClient(\"a\"); services.ConfigureHttpClientDefaults(d => d.AddStandardResilienceHandler());")]
    [InlineData("services.AddHttpClient(\"a\").AddLimits();")]
    [InlineData("services.AddHttpClient<Bounded>();")]
    [InlineData("services.AddHttpClient<Streamed>();")]
    [InlineData("services.AddHttpClient();")]
    [InlineData("services.AddHttpClient<Plain>().AddHttpMessageHandler<Cut>();")]
    public Task A_registration_with_a_limit_is_fine(string statement) => Rule.AsProgram().StaysSilent(Usings + $$"""
        class Program
        {
            static void Main() { }
            static void Configure(IServiceCollection services) { {{statement}} }
        }
        static class Limits { public static IHttpClientBuilder AddLimits(this IHttpClientBuilder client) => client.AddStandardResilienceHandler() is null ? client : client; }
        class Plain(HttpClient http) { public Task Get() => http.GetAsync("/"); }
        class Bounded(HttpClient http)
        {
            public async Task Get() { using var cts = new CancellationTokenSource(1000); await http.GetAsync("/", cts.Token); }
        }
        class Streamed(HttpClient http)
        {
            public async Task Get() { using var cts = new CancellationTokenSource(1000); await http.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, cts.Token); }
        }
        class Cut : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                using var cts = new CancellationTokenSource(1000);
                return await base.SendAsync(request, cts.Token);
            }
        }
        """);

    [Fact]
    public Task A_method_that_returns_the_builder_leaves_the_rest_to_its_callers() => Rule.AsProgram().StaysSilent(Usings + """
        class Program
        {
            static void Main() { }
            public static IHttpClientBuilder AddPrices(IServiceCollection services) => services.AddHttpClient("prices");
        }
        """);

    [Fact]
    public Task The_fix_gives_a_created_client_a_finite_limit_and_keeps_its_shape() => Rule.Fixes(
        """
        class Prices
        {
            private readonly HttpClient _a = [|new HttpClient|](); // the first
            private readonly HttpClient _b = [|new()|];
            private readonly HttpClient _c = [|new HttpClient|] { BaseAddress = new("https://c") };
            private readonly HttpClient _d = [|new HttpClient|]
            {
                BaseAddress = new("https://d"),
                MaxResponseContentBufferSize = 1024
            };

            public Task Get() => Task.WhenAll(_a.GetAsync("/"), _b.GetAsync("/"), _c.GetAsync("/"), _d.GetAsync("/"));
        }

        class Orders
        {
            private readonly HttpClient _http = [|new HttpClient|] { Timeout = Timeout.InfiniteTimeSpan };

            public Task Get() => _http.GetAsync("/");
        }
        """,
        """
        class Prices
        {
            private readonly HttpClient _a = new HttpClient() { Timeout = TimeSpan.FromSeconds(10) }; // the first
            private readonly HttpClient _b = new() { Timeout = TimeSpan.FromSeconds(10) };
            private readonly HttpClient _c = new HttpClient { BaseAddress = new("https://c"), Timeout = TimeSpan.FromSeconds(10) };
            private readonly HttpClient _d = new HttpClient
            {
                BaseAddress = new("https://d"),
                MaxResponseContentBufferSize = 1024,
                Timeout = TimeSpan.FromSeconds(10)
            };

            public Task Get() => Task.WhenAll(_a.GetAsync("/"), _b.GetAsync("/"), _c.GetAsync("/"), _d.GetAsync("/"));
        }

        class Orders
        {
            private readonly HttpClient _http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };

            public Task Get() => _http.GetAsync("/");
        }
        """);

    [Fact]
    public Task A_limit_that_is_switched_off_elsewhere_is_left_to_the_reader() => Rule.OffersNoFix("""
        class Prices
        {
            private readonly HttpClient _http = [|new HttpClient|]();
            public Prices() => _http.Timeout = Timeout.InfiniteTimeSpan;
            public Task Get() => _http.GetAsync("/");
        }
        """);

    [Fact]
    public Task The_limit_is_the_one_that_the_user_wants() => Rule.With(".editorconfig", "root = true\n[*.cs]\ndistpatterns.timeout.seconds = 3\n").Fixes(
        "class Prices { private readonly HttpClient _http = [|new HttpClient|](); public Task Get() => _http.GetAsync(\"/\"); }",
        "class Prices { private readonly HttpClient _http = new HttpClient() { Timeout = TimeSpan.FromSeconds(3) }; public Task Get() => _http.GetAsync(\"/\"); }");
}
