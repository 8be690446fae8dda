using DistPatterns.Resilience;
using Polly;

namespace Patterns;

/// <summary>A server is down, and each call may be tried four times. The budget is what it gets nevertheless: a fifth more.</summary>
internal static class RetryBudgetSample
{
    // of the server, for all who call it: other pipelines and hedges take from the same
    private static readonly RetryBudget Budget = new(new() { Ratio = 0.2, MinPerSecond = 0 });

    private static readonly ResiliencePipeline Stock = new ResiliencePipelineBuilder()
        .AddBudgetedRetry(new BudgetedRetryStrategyOptions { Budget = Budget, MaxRetryAttempts = 3, BaseDelay = TimeSpan.Zero })
        .Build();

    public static async Task RunAsync()
    {
        const int calls = 100;
        var attempts = 0;
        for (var call = 0; call < calls; call++)
        {
            try
            {
                await Stock.ExecuteAsync(_ =>
                {
                    attempts++;
                    throw new HttpRequestException("the server is down");
                });
            }
            catch (HttpRequestException)
            {
                // what the last attempt came to
            }
        }

        Console.WriteLine($"{calls} calls to a server that is down: {attempts} attempts, where {4 * calls} were allowed without a budget");
    }
}
