using System.Diagnostics;
using System.Net;
using BenchmarkDotNet.Attributes;
using DistPatterns.Http;
using DistPatterns.Resilience;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace DistPatterns.Benchmarks;

/// <summary>
/// One successful request through the whole pipeline, over a handler that answers at once: bulkhead, total timeout,
/// retry, breaker, attempt timeout, of Polly's own and of ours; and ours as the client gets it, which also tells the
/// server the attempt's deadline.
/// </summary>
[MemoryDiagnoser]
public class HttpPipelineBenchmarks
{
    private static readonly Uri Address = new("http://localhost/");

    private readonly ServiceProvider _services = Build();
    private HttpMessageInvoker _none = null!;
    private HttpMessageInvoker _polly = null!;
    private HttpMessageInvoker _strategies = null!;
    private HttpMessageInvoker _withHeader = null!;

    [GlobalSetup]
    public void Setup()
    {
        var handlers = _services.GetRequiredService<IHttpMessageHandlerFactory>();
        _none = new HttpMessageInvoker(handlers.CreateHandler(nameof(NoPipeline)));
        _polly = new HttpMessageInvoker(handlers.CreateHandler(nameof(Polly)));
        _strategies = new HttpMessageInvoker(handlers.CreateHandler(nameof(Strategies)));
        _withHeader = new HttpMessageInvoker(handlers.CreateHandler(nameof(StrategiesAndHeader)));
        RunInTurn();
    }

    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    [Benchmark]
    public Task<HttpResponseMessage> NoPipeline() => SendAsync(_none);

    [Benchmark(Baseline = true)]
    public Task<HttpResponseMessage> Polly() => SendAsync(_polly);

    [Benchmark]
    public Task<HttpResponseMessage> Strategies() => SendAsync(_strategies);

    [Benchmark]
    public Task<HttpResponseMessage> StrategiesAndHeader() => SendAsync(_withHeader);

    // The pipelines share Polly's code, which the compiler shapes after the calls it sees first: all of them, not those of the first benchmark.
    private void RunInTurn()
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(2);)
        {
            Array.ForEach([_none, _polly, _strategies, _withHeader], static client => SendAsync(client));
        }
    }

    private static Task<HttpResponseMessage> SendAsync(HttpMessageInvoker client) =>
        client.SendAsync(new HttpRequestMessage(HttpMethod.Get, Address), CancellationToken.None);

    private static ServiceProvider Build()
    {
        var services = new ServiceCollection();
        Client(services, nameof(NoPipeline));
        Client(services, nameof(StrategiesAndHeader)).AddDistPatternsResilience();
        Client(services, nameof(Strategies)).AddResilienceHandler("strategies", static pipeline =>
        {
            var options = new HttpResilienceOptions();
            options.Retry.TotalTimeout = options.TotalTimeout;
            pipeline
                .AddBulkhead(options.Bulkhead)
                .AddBudgetedRetry(options.Retry)
                .AddAdvancedCircuitBreaker(options.CircuitBreaker)
                .AddDeadline(new DeadlineStrategyOptions { Timeout = options.AttemptTimeout });
        });
        Client(services, nameof(Polly)).AddResilienceHandler("polly", static pipeline => pipeline
            .AddConcurrencyLimiter(1000)
            .AddTimeout(TimeSpan.FromSeconds(30))
            .AddRetry(new HttpRetryStrategyOptions())
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions())
            .AddTimeout(TimeSpan.FromSeconds(10)));
        return services.BuildServiceProvider();
    }

    private static IHttpClientBuilder Client(ServiceCollection services, string name) =>
        services.AddHttpClient(name).RemoveAllLoggers().ConfigurePrimaryHttpMessageHandler(static () => new Answering());

    private sealed class Answering : HttpMessageHandler
    {
        private readonly Task<HttpResponseMessage> _answer = Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _answer;
    }
}
