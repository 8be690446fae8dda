using DistPatterns.Resilience;
using Polly;

namespace Patterns;

/// <summary>Two calls at a time: a slow server cannot take more of its callers than that.</summary>
internal static class BulkheadSample
{
    private static readonly ResiliencePipeline Reports = new ResiliencePipelineBuilder()
        .AddBulkhead(new BulkheadStrategyOptions { MaxConcurrency = 2 })
        .Build();

    public static async Task RunAsync()
    {
        var answer = new TaskCompletionSource();
        var first = CallAsync("first", answer.Task);
        var second = CallAsync("second", answer.Task);
        await CallAsync("third", answer.Task);

        answer.SetResult();
        await first;
        await second;
        await CallAsync("fourth", answer.Task);
    }

    private static async Task CallAsync(string call, Task answer)
    {
        try
        {
            await Reports.ExecuteAsync(async token => await answer.WaitAsync(token));
            Console.WriteLine($"the {call} call was answered");
        }
        catch (BulkheadRejectedException e)
        {
            Console.WriteLine($"the {call} call was rejected: {e.Message}");
        }
    }
}
