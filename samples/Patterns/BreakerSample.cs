using DistPatterns.Resilience;
using Polly;
using Polly.CircuitBreaker;

namespace Patterns;

/// <summary>Three failures in a row open the breaker; when its break is over, one good call closes it.</summary>
internal static class BreakerSample
{
    private static readonly TimeSpan Break = TimeSpan.FromMilliseconds(200);

    // one for all calls: a breaker that is built for each has never seen a failure
    private static readonly ResiliencePipeline Payments = new ResiliencePipelineBuilder()
        .AddAdvancedCircuitBreaker(new AdvancedCircuitBreakerStrategyOptions
        {
            ConsecutiveFailures = 3,
            HalfOpenProbes = 1,
            BreakDuration = BreakDurations.Constant(Break),
            OnStateChanged = Tell,
        })
        .Build();

    public static async Task RunAsync()
    {
        for (var call = 1; call <= 4; call++)
        {
            await CallAsync(_ => throw new HttpRequestException("the server is down"));
        }

        await Task.Delay(2 * Break);
        await CallAsync(_ => ValueTask.CompletedTask);
    }

    private static ValueTask Tell(OnBreakerStateChangedArguments change)
    {
        Console.WriteLine($"the breaker goes from {change.From} to {change.To}");
        return ValueTask.CompletedTask;
    }

    private static async Task CallAsync(Func<CancellationToken, ValueTask> server)
    {
        try
        {
            await Payments.ExecuteAsync(server);
            Console.WriteLine("a call succeeded");
        }
        catch (HttpRequestException e)
        {
            Console.WriteLine($"a call failed: {e.Message}");
        }
        catch (BrokenCircuitException)
        {
            Console.WriteLine("a call was refused at once, and the server left alone");
        }
    }
}
