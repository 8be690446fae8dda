using DistPatterns.Resilience;
using Polly;
using Polly.CircuitBreaker;

namespace Patterns;

/// <summary>Three failures in a row open the breaker; when its break is over, one good call closes it.</summary>
internal static class BreakerSample
{
    private static readonly CircuitBreakerMonitor Monitor = new("payments");

    // one for all calls: a breaker that is built for each has never seen a failure
    private static readonly ResiliencePipeline Payments = new ResiliencePipelineBuilder()
        .AddAdvancedCircuitBreaker(new AdvancedCircuitBreakerStrategyOptions
        {
            ConsecutiveFailures = 3,
            HalfOpenProbes = 1,
            BreakDuration = BreakDurations.Constant(TimeSpan.FromMilliseconds(200)),
            Monitor = Monitor,
        })
        .Build();

    public static async Task RunAsync()
    {
        for (var call = 1; call <= 4; call++)
        {
            await CallAsync(_ => throw new HttpRequestException("the server is down"));
        }

        await Task.Delay(TimeSpan.FromMilliseconds(400));
        await CallAsync(_ => ValueTask.CompletedTask);
    }

    private static async Task CallAsync(Func<CancellationToken, ValueTask> server)
    {
        var outcome = "succeeded";
        try
        {
            await Payments.ExecuteAsync(server);
        }
        catch (Exception e) when (e is HttpRequestException or BrokenCircuitException)
        {
            outcome = e is BrokenCircuitException ? "was refused, and the server left alone" : "failed";
        }

        Console.WriteLine($"a call {outcome}: the breaker is {Monitor.State}");
    }
}
