using DistPatterns.Resilience;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace DistPatterns.Http;

/// <summary>Adds the resilience patterns to an <see cref="HttpClient"/>.</summary>
public static class ResilienceHttpClientBuilderExtensions
{
    private const string PipelineName = "DistPatterns";

    /// <summary>
    /// Sends each request through bulkhead, total timeout, budgeted retry, circuit breaker and attempt timeout, and
    /// tells the server how much time the attempt has left.
    /// </summary>
    /// <remarks>
    /// <see cref="HttpClient.Timeout"/> is set to infinite, as by Microsoft's standard handler: its 100 s would cut
    /// longer total timeouts short, and as a cancellation, which no strategy sees. The options have the client's name
    /// and are validated at start. <c>SelectPipelineByAuthority</c> on the result gives each host a breaker and a bulkhead of its own.
    /// </remarks>
    public static IHttpResiliencePipelineBuilder AddDistPatternsResilience(
        this IHttpClientBuilder builder, Action<HttpResilienceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var name = builder.Name;
        builder.Services.AddOptions<HttpResilienceOptions>(name)
            .Configure(configure ?? (static _ => { }))
            .PostConfigure(KeepTotalTimeout)
            .PostConfigure(NeverResendUnsafe)
            .PostConfigure(KnowOverloadByItsAnswers)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        var pipeline = builder.AddResilienceHandler(PipelineName, (pipeline, context) =>
        {
            context.EnableReloads<HttpResilienceOptions>(name);
            var options = context.ServiceProvider.GetRequiredService<IOptionsMonitor<HttpResilienceOptions>>().Get(name);
            pipeline
                .AddBulkhead(options.Bulkhead)
                .AddBudgetedRetry(options.Retry)
                .AddAdvancedCircuitBreaker(options.CircuitBreaker)
                .AddDeadline(new DeadlineStrategyOptions { Name = "AttemptTimeout", Timeout = options.AttemptTimeout, Announce = TellServer });
        });
        builder.ConfigureHttpClient(static client => client.Timeout = Timeout.InfiniteTimeSpan);
        return pipeline;
    }

    private static void TellServer(ResilienceContext context, TimeSpan remaining)
    {
        if (context.GetRequestMessage() is { } request)
        {
            RequestDeadline.Announce(request, remaining);
        }
    }

    // In a copy, as all that is changed here: several clients may share what the user gave.
    private static void KeepTotalTimeout(HttpResilienceOptions options)
    {
        if (options.Retry is { } retry)
        {
            options.Retry = retry.WithTotalTimeout(retry.TotalTimeout < options.TotalTimeout ? retry.TotalTimeout : options.TotalTimeout);
        }
    }

    // After the user's own configuration, whose predicate is about failures and knows nothing of the request.
    private static void NeverResendUnsafe(HttpResilienceOptions options)
    {
        if (options.Retry?.ShouldHandle is { } predicate) // a missing one is the validation's to report
        {
            options.Retry.ShouldHandle = ResendableRequest.And(predicate);
        }
    }

    private static void KnowOverloadByItsAnswers(HttpResilienceOptions options)
    {
        if (options.Bulkhead is AdaptiveBulkheadStrategyOptions { IsOverload: null } adaptive)
        {
            adaptive.IsOverload = HttpOverload.Is;
        }
    }
}
