using DistPatterns.Resilience;
using Polly;

namespace DistPatterns.Benchmarks;

/// <summary>A bulkhead that is never full.</summary>
public class BulkheadBenchmarks : StrategyBenchmarks
{
    private const int Limit = 100;

    protected override ResiliencePipelineBuilder<string> AddPollys(ResiliencePipelineBuilder<string> builder) => builder.AddConcurrencyLimiter(Limit);

    protected override ResiliencePipelineBuilder<string> AddOurs(ResiliencePipelineBuilder<string> builder) =>
        builder.AddBulkhead(new BulkheadStrategyOptions { MaxConcurrency = Limit });
}
