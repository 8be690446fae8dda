using DistPatterns.Resilience;
using Polly;

namespace DistPatterns.Runtime.Tests.Resilience;

/// <summary>Nothing is allocated for a call that goes well, typed or not, with or without taking its duration.</summary>
public sealed class SuccessPathTests
{
    private const int Calls = 10_000;

    public static TheoryData<string> Pipelines => new(Named.Keys);

    private static Dictionary<string, ResiliencePipeline<int>> Named { get; } = new()
    {
        ["breaker"] = new ResiliencePipelineBuilder<int>().AddAdvancedCircuitBreaker(new AdvancedCircuitBreakerStrategyOptions<int>()).Build(),
        ["breaker by count"] = new ResiliencePipelineBuilder<int>()
            .AddAdvancedCircuitBreaker(new AdvancedCircuitBreakerStrategyOptions<int> { Window = BreakerWindow.Count(100) }).Build(),
        ["breaker with durations and predicate"] = new ResiliencePipelineBuilder<int>()
            .AddAdvancedCircuitBreaker(new AdvancedCircuitBreakerStrategyOptions<int>
            {
                SlowCallThreshold = TimeSpan.FromHours(1),
                ShouldHandle = outcome => new(outcome.Outcome.Result == 503),
            }).Build(),
        ["bulkhead"] = new ResiliencePipelineBuilder<int>().AddBulkhead(new BulkheadStrategyOptions()).Build(),
    };

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void A_call_that_goes_well_allocates_nothing(string pipeline) =>
        Assert.Equal(0, Allocated(Named[pipeline]));

    [Fact]
    public void Nor_does_a_result_of_value_type_in_an_untyped_pipeline()
    {
        var pipeline = new ResiliencePipelineBuilder()
            .AddBulkhead(new BulkheadStrategyOptions())
            .AddAdvancedCircuitBreaker(new AdvancedCircuitBreakerStrategyOptions())
            .Build();
        Assert.Equal(0, Allocated(new ResiliencePipelineBuilder<int>().AddPipeline(pipeline).Build()));
    }

    [Fact]
    public void An_allocation_a_call_would_be_seen() =>
        Assert.True(Allocated(new ResiliencePipelineBuilder<int>().AddConcurrencyLimiter(10).Build()) >= Calls);

    private static long Allocated(ResiliencePipeline<int> pipeline)
    {
        var context = ResilienceContextPool.Shared.Get();
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        ResilienceContextPool.Shared.Return(context);
        return allocated;

        void Run()
        {
            for (var call = 0; call < Calls; call++)
            {
                Assert.True(pipeline.ExecuteOutcomeAsync(static (_, state) => Outcome.FromResultAsValueTask(state), context, call).IsCompletedSuccessfully);
            }
        }
    }
}
