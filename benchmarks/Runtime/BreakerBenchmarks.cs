using DistPatterns.Resilience;
using Polly;
using Polly.CircuitBreaker;

namespace DistPatterns.Benchmarks;

/// <summary>A closed breaker over 30 seconds, with the same predicate on both sides.</summary>
public class BreakerBenchmarks : StrategyBenchmarks
{
    protected override ResiliencePipelineBuilder<string> AddPollys(ResiliencePipelineBuilder<string> builder) =>
        builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<string> { FailureRatio = 0.5, MinimumThroughput = 20, ShouldHandle = IsFailure });

    protected override ResiliencePipelineBuilder<string> AddOurs(ResiliencePipelineBuilder<string> builder) =>
        builder.AddAdvancedCircuitBreaker(new AdvancedCircuitBreakerStrategyOptions<string> { ShouldHandle = IsFailure });

    private static ValueTask<bool> IsFailure(CircuitBreakerPredicateArguments<string> arguments) =>
        new(arguments.Outcome.Exception is not null || arguments.Outcome.Result == "failed");
}
