using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Polly;
using Polly.CircuitBreaker;

namespace DistPatterns.Resilience;

/// <summary>Adds the circuit breaker to a pipeline.</summary>
public static class AdvancedCircuitBreakerResiliencePipelineBuilderExtensions
{
    /// <summary>
    /// Stops calling a callee that fails or is slow, probes it after a break, and lets calls back gradually. A rejected
    /// call ends with Polly's <see cref="BrokenCircuitException"/>, or <see cref="IsolatedCircuitException"/>.
    /// </summary>
    /// <exception cref="ValidationException">The options are out of range.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The options' members are preserved.")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(AdvancedCircuitBreakerStrategyOptions))]
    public static ResiliencePipelineBuilder AddAdvancedCircuitBreaker(
        this ResiliencePipelineBuilder builder, AdvancedCircuitBreakerStrategyOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.AddStrategy(
            context => new AdvancedCircuitBreakerStrategy<object>(options, context.Telemetry, context.TimeProvider), options);
    }

    /// <inheritdoc cref="AddAdvancedCircuitBreaker(ResiliencePipelineBuilder, AdvancedCircuitBreakerStrategyOptions)"/>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The options' members are preserved.")]
    public static ResiliencePipelineBuilder<TResult> AddAdvancedCircuitBreaker<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TResult>(
        this ResiliencePipelineBuilder<TResult> builder, AdvancedCircuitBreakerStrategyOptions<TResult> options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.AddStrategy(
            context => new AdvancedCircuitBreakerStrategy<TResult>(options, context.Telemetry, context.TimeProvider), options);
    }
}
