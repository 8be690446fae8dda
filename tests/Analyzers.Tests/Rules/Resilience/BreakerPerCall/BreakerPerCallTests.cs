using DistPatterns.Rules.Resilience;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Resilience;

public sealed class BreakerPerCallTests
{
    private const string Usings = "using Polly; using Polly.CircuitBreaker; ";

    private const string Pipelines = Usings + """
        public interface IPipelines { ResiliencePipeline<T> For<T>(); }

        public class Pipelines : IPipelines
        {
            public ResiliencePipeline<T> For<T>()
            {
                var builder = new ResiliencePipelineBuilder<T>().[|AddCircuitBreaker|](new CircuitBreakerStrategyOptions<T>());
                return builder.Build();
            }
        }
        """;

    private static readonly RuleTest Rule = RuleTest.Of<BreakerPerCall>();

    [Fact]
    public Task One_that_is_built_for_its_only_call_is_reported_and_kept_by_the_fix() => Rule.Fixes(
        """
        using Polly;
        using Polly.CircuitBreaker;

        class Prices(HttpClient http)
        {
            // asks for the price
            public async Task<string> GetAsync(string id)
            {
                var pipeline = new ResiliencePipelineBuilder()
                    .[|AddCircuitBreaker|](new CircuitBreakerStrategyOptions { MinimumThroughput = 10 })
                    .AddTimeout(TimeSpan.FromSeconds(5))
                    .Build();
                return await pipeline.ExecuteAsync(async token => await http.GetStringAsync("/" + id, token));
            }

            public Task<string> Old(string id) => Policy.Handle<HttpRequestException>().[|CircuitBreakerAsync|](3, TimeSpan.FromSeconds(30)).ExecuteAsync(() => http.GetStringAsync(id));
        }
        """,
        """
        using Polly;
        using Polly.CircuitBreaker;

        class Prices(HttpClient http)
        {
            private static readonly ResiliencePipeline GetPipeline = new ResiliencePipelineBuilder()
                    .AddCircuitBreaker(new CircuitBreakerStrategyOptions { MinimumThroughput = 10 })
                    .AddTimeout(TimeSpan.FromSeconds(5))
                    .Build();

            // asks for the price
            public async Task<string> GetAsync(string id)
            {
                return await GetPipeline.ExecuteAsync(async token => await http.GetStringAsync("/" + id, token));
            }

            private static readonly AsyncCircuitBreakerPolicy OldPolicy = Policy.Handle<HttpRequestException>().CircuitBreakerAsync(3, TimeSpan.FromSeconds(30));

            public Task<string> Old(string id) => OldPolicy.ExecuteAsync(() => http.GetStringAsync(id));
        }
        """);

    [Fact]
    public Task A_builder_in_a_local_and_a_wrap_are_followed() => Rule.Reports("""
        using Polly;
        using Polly.CircuitBreaker;

        class Prices(HttpClient http, IAsyncPolicy retry)
        {
            async Task Local(string path)
            {
                var builder = new ResiliencePipelineBuilder();
                builder.[|AddCircuitBreaker|](new CircuitBreakerStrategyOptions());
                var pipeline = builder.Build();
                await pipeline.ExecuteAsync(async token => { await http.GetAsync(path, token); });
            }

            async Task Wrapped()
            {
                var limit = Policy.[|BulkheadAsync|](4);
                await retry.WrapAsync(limit).ExecuteAsync(() => http.GetAsync("/"));
            }
        }
        """,
        "'AddCircuitBreaker' must remember earlier calls to work, and is built for the one call that it runs. Build it once: in a static field, a singleton or a registry.",
        "'BulkheadAsync' must remember earlier calls to work, and is built for the one call that it runs. Build it once: in a static field, a singleton or a registry.");

    [Fact]
    public Task A_member_that_builds_one_at_each_use_is_reported() => Rule.Reports("""
        using Polly;

        class Prices(HttpClient http)
        {
            private IAsyncPolicy Breaker => Policy.Handle<Exception>().[|CircuitBreakerAsync|](3, TimeSpan.FromSeconds(30));

            private IAsyncPolicy Build()
            {
                return Policy.Handle<Exception>().[|CircuitBreakerAsync|](3, TimeSpan.FromSeconds(30));
            }

            Task One() => Breaker.ExecuteAsync(() => http.GetAsync("/"));
            Task Two() { var policy = Build(); return policy.ExecuteAsync(() => http.GetAsync("/")); }
        }
        """,
        "'CircuitBreakerAsync' must remember earlier calls to work, and 'Breaker' builds a new one for each call that it runs. Build it once: in a static field, a singleton or a registry.",
        "'CircuitBreakerAsync' must remember earlier calls to work, and 'Build' builds a new one for each call that it runs. Build it once: in a static field, a singleton or a registry.");

    [Fact]
    public Task What_a_method_builds_for_callers_in_other_files_is_reported() => Rule.With("Prices.cs", Usings + """
        class Prices(IPipelines pipelines, HttpClient http)
        {
            async Task<string> Get() => await pipelines.For<string>().ExecuteAsync(async token => await http.GetStringAsync("/", token));

            async Task<string> Held()
            {
                var pipeline = pipelines.For<string>();
                return await pipeline.ExecuteAsync(async token => await http.GetStringAsync("/", token));
            }
        }
        """).Reports(Pipelines, "'AddCircuitBreaker' must remember earlier calls to work, and 'For' builds a new one for each call that it runs. Build it once: in a static field, a singleton or a registry.");

    [Theory]
    [InlineData("class Prices(IPipelines pipelines) { readonly ResiliencePipeline<string> _kept = pipelines.For<string>(); ValueTask<string> Get() => pipelines.For<string>().ExecuteAsync(_ => new ValueTask<string>(\"\")); }")]
    [InlineData("class Prices(IPipelines pipelines) { Func<ResiliencePipeline<string>> Source() => pipelines.For<string>; }")]
    [InlineData("class Program { static async Task Main() => await new Pipelines().For<string>().ExecuteAsync(_ => new ValueTask<string>(\"\")); }")]
    [InlineData("class Unused;")]
    public Task What_a_caller_keeps_or_runs_at_the_start_is_fine(string caller) => Rule.With("Prices.cs", Usings + caller).StaysSilent(Pipelines.Replace("[|", "").Replace("|]", ""));

    [Fact]
    public Task A_static_field_that_every_constructor_sets_anew_is_reported() => Rule.Reports("""
        using Polly;
        using Polly.CircuitBreaker;

        class Producer
        {
            private static AsyncCircuitBreakerPolicy breaker;

            public Producer() => breaker = [|Build()|];

            private AsyncCircuitBreakerPolicy Build() => Policy.Handle<Exception>().CircuitBreakerAsync(3, TimeSpan.FromSeconds(30));

            public Task Send() => breaker.ExecuteAsync(() => Task.CompletedTask);
        }

        class Direct
        {
            private static AsyncCircuitBreakerPolicy breaker;

            public Direct()
            {
                breaker = Policy.Handle<Exception>().[|CircuitBreakerAsync|](3, TimeSpan.FromSeconds(30));
            }
        }
        """);

    [Theory]
    [InlineData("request => Retry.WrapAsync(Policy.BulkheadAsync(4))", "BulkheadAsync")]
    [InlineData("request => request.Method == HttpMethod.Get ? Transient.CircuitBreakerAsync(3, Pause) : Policy.NoOpAsync<HttpResponseMessage>()", "CircuitBreakerAsync")]
    [InlineData("(services, request) => { var breaker = Transient.CircuitBreakerAsync(3, Pause); return Policy.WrapAsync(Retry, breaker); }", "CircuitBreakerAsync")]
    [InlineData("(services, request) => Retry.WrapAsync(Transient.AdvancedCircuitBreakerAsync(0.5, Pause, 10, Pause))", "AdvancedCircuitBreakerAsync")]
    public Task One_that_a_handler_builds_for_each_request_is_reported(string selector, string marked) => Rule.Reports(
        Handler(selector.Replace(marked, $"[|{marked}|]")),
        $"'{marked}' must remember earlier calls to work, and is built anew for each request. Build it once: in a static field, a singleton or a registry.");

    [Theory]
    [InlineData("request => Build()")]
    [InlineData("(services, request) => Build()")]
    public Task One_that_a_method_builds_for_each_request_is_reported(string selector) => Rule.Reports(
        Handler(selector, "[|CircuitBreakerAsync|]"),
        "'CircuitBreakerAsync' must remember earlier calls to work, and 'Build' builds a new one for each call that it runs. Build it once: in a static field, a singleton or a registry.");

    [Theory]
    [InlineData("Build()")]
    [InlineData("request => Shared")]
    [InlineData("(services, request, host) => Transient.CircuitBreakerAsync(3, Pause), request => request.RequestUri!.Host")] // kept by its key
    [InlineData("request => ByHost.GetOrAdd(request.RequestUri!.Host, _ => Transient.CircuitBreakerAsync(3, Pause))")]
    [InlineData("request => { var breaker = Transient.CircuitBreakerAsync(3, Pause); ByHost[\"/\"] = breaker; return breaker; }")]
    public Task One_that_a_handler_keeps_for_its_requests_is_fine(string selector) => Rule.StaysSilent(Handler(selector));

    [Fact]
    public Task What_is_wrapped_with_another_is_followed() => Rule.Reports("""
        using Polly;

        class Prices(HttpClient http, IAsyncPolicy retry, ISyncPolicy sync)
        {
            private static PolicyBuilder Transient => Policy.Handle<HttpRequestException>();
            private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

            Task Static() => Policy.WrapAsync(retry, Transient.[|CircuitBreakerAsync|](3, Pause)).ExecuteAsync(() => http.GetAsync("/"));
            Task Instance() => retry.WrapAsync(Transient.[|CircuitBreakerAsync|](3, Pause)).ExecuteAsync(() => http.GetAsync("/"));
            void Sync() => Policy.Wrap(new[] { sync, Transient.[|CircuitBreaker|](3, Pause) }).Execute(() => { });

            async Task Chosen(bool patient)
            {
                var policy = patient ? Transient.[|CircuitBreakerAsync|](9, Pause) : Transient.[|CircuitBreakerAsync|](3, Pause);
                await policy.ExecuteAsync(() => http.GetAsync("/"));
            }
        }
        """);

    [Fact]
    public Task One_that_a_local_function_builds_for_its_call_is_reported() => Rule.Reports("""
        using Polly;

        class Prices(HttpClient http)
        {
            Task Get()
            {
                return Build().ExecuteAsync(() => http.GetAsync("/"));

                IAsyncPolicy Build() => Policy.Handle<Exception>().[|CircuitBreakerAsync|](3, TimeSpan.FromSeconds(30));
            }
        }
        """);

    [Fact]
    public Task One_that_outlives_its_call_is_fine() => Rule.StaysSilent("""
        using System.Collections.Concurrent;
        using Polly;
        using Polly.CircuitBreaker;

        class Prices
        {
            private static readonly IAsyncPolicy Shared = Policy.Handle<Exception>().CircuitBreakerAsync(3, TimeSpan.FromSeconds(30));
            private static readonly Lazy<IAsyncPolicy> Late = new(() => Policy.Handle<Exception>().CircuitBreakerAsync(3, TimeSpan.FromSeconds(30)));
            private static readonly ConcurrentDictionary<string, IAsyncPolicy> ByHost = new();
            private readonly IAsyncPolicy _mine;
            private IAsyncPolicy _kept;
            private HttpClient http = new();

            public Prices() => _mine = Build();

            private static IAsyncPolicy Build() => Policy.Handle<Exception>().CircuitBreakerAsync(3, TimeSpan.FromSeconds(30));

            public static IAsyncPolicy ForRegistration => Policy.Handle<Exception>().CircuitBreakerAsync(3, TimeSpan.FromSeconds(30));

            Task Get(string host) => ByHost.GetOrAdd(host, _ => Policy.Handle<Exception>().CircuitBreakerAsync(3, TimeSpan.FromSeconds(30))).ExecuteAsync(() => http.GetAsync(host));

            async Task Keep()
            {
                var policy = _kept ??= Policy.Handle<Exception>().CircuitBreakerAsync(3, TimeSpan.FromSeconds(30));
                await policy.ExecuteAsync(() => http.GetAsync("/"));
            }

            async Task Pump(CancellationToken stop)
            {
                var policy = Policy.Handle<Exception>().CircuitBreakerAsync(3, TimeSpan.FromSeconds(30));
                while (!stop.IsCancellationRequested)
                    await policy.ExecuteAsync(() => http.GetAsync("/"));
            }

            async Task Many(string[] paths)
            {
                var limit = Policy.BulkheadAsync(4);
                await Task.WhenAll(paths.Select(p => limit.ExecuteAsync(() => http.GetAsync(p))));
            }

            void Configure(ResiliencePipelineBuilder builder) => builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions());

            Task Retried() => Policy.Handle<Exception>().RetryAsync(3).ExecuteAsync(() => http.GetAsync("/"));
        }
        """);

    [Fact]
    public Task The_start_of_a_program_runs_once() => Rule.AsProgram().StaysSilent("""
        using Polly;

        var breaker = Policy.Handle<Exception>().CircuitBreakerAsync(3, TimeSpan.FromSeconds(30));
        await breaker.ExecuteAsync(() => Task.CompletedTask);
        """);

    [Fact]
    public Task What_takes_from_the_call_cannot_be_kept() => Rule.OffersNoFix("""
        using Polly;

        class Prices(HttpClient http, int failures)
        {
            Task Get(TimeSpan pause) => Policy.Handle<Exception>().[|CircuitBreakerAsync|](3, pause).ExecuteAsync(() => http.GetAsync("/"));
            Task Own() => Policy.Handle<Exception>().[|CircuitBreakerAsync|](failures, TimeSpan.FromSeconds(30)).ExecuteAsync(() => http.GetAsync("/"));
        }
        """);

    [Fact]
    public Task A_builder_that_is_kept_builds_anew_all_the_same() => Rule.OffersNoFix("""
        using Polly;
        using Polly.CircuitBreaker;

        class Prices(HttpClient http)
        {
            private ResiliencePipeline Build()
            {
                var builder = new ResiliencePipelineBuilder().[|AddCircuitBreaker|](new CircuitBreakerStrategyOptions());
                return builder.Build();
            }

            async Task Get() => await Build().ExecuteAsync(async token => { await http.GetAsync("/", token); });
        }
        """);

    [Fact]
    public Task A_field_has_no_type_of_the_call() => Rule.OffersNoFix("""
        using Polly;
        using Polly.CircuitBreaker;

        class Prices
        {
            async Task<T> Get<T>(Func<ValueTask<T>> ask)
            {
                var pipeline = new ResiliencePipelineBuilder<T>().[|AddCircuitBreaker|](new CircuitBreakerStrategyOptions<T>()).Build();
                return await pipeline.ExecuteAsync(_ => ask());
            }
        }
        """);

    [Fact]
    public Task An_editor_that_asks_for_the_method_sees_it() => Rule.ReportsInEditor("""
        using Polly;

        class Prices(HttpClient http)
        {
            void Other() { }
            Task Get() => Policy.Handle<Exception>().[|CircuitBreakerAsync|](3, TimeSpan.FromSeconds(30)).ExecuteAsync(() => http.GetAsync("/"));
        }
        """);

    /// <summary>A client whose requests get what a selector gives.</summary>
    private static string Handler(string selector, string breaker = "CircuitBreakerAsync") => $$"""
        using System.Collections.Concurrent;
        using Microsoft.Extensions.DependencyInjection;
        using Polly;

        static class Clients
        {
            private static readonly PolicyBuilder<HttpResponseMessage> Transient = Policy<HttpResponseMessage>.Handle<HttpRequestException>();
            private static readonly ConcurrentDictionary<string, IAsyncPolicy<HttpResponseMessage>> ByHost = new();
            private static readonly IAsyncPolicy<HttpResponseMessage> Retry = Transient.RetryAsync(3);
            private static readonly IAsyncPolicy<HttpResponseMessage> Shared = Transient.CircuitBreakerAsync(3, Pause);
            private static TimeSpan Pause => TimeSpan.FromSeconds(30);

            public static void Add(IServiceCollection services) => services.AddHttpClient("shop").AddPolicyHandler({{selector}});

            private static IAsyncPolicy<HttpResponseMessage> Build() => Transient.{{breaker}}(3, Pause);
        }
        """;
}
