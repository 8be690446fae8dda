using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Polly;

namespace DistPatterns.Resilience;

/// <summary>Adds bulkheads to a pipeline.</summary>
public static class BulkheadResiliencePipelineBuilderExtensions
{
    /// <summary>
    /// Lets so many calls run at once, so that one slow callee cannot take every thread and connection. A call that
    /// neither runs nor may wait ends with <see cref="BulkheadRejectedException"/>.
    /// </summary>
    /// <exception cref="ValidationException">The options are out of range.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The options' members are preserved.")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(BulkheadStrategyOptions))]
    public static TBuilder AddBulkhead<TBuilder>(this TBuilder builder, BulkheadStrategyOptions options)
        where TBuilder : ResiliencePipelineBuilderBase
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.AddStrategy(context => new BulkheadStrategy(options, context.Telemetry, context.TimeProvider), options);
    }

    /// <summary>
    /// As <see cref="AddBulkhead{TBuilder}"/>, with a limit that follows what the callee can take, and always tries
    /// whether it can take more.
    /// </summary>
    /// <exception cref="ValidationException">The options are out of range.</exception>
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(AdaptiveBulkheadStrategyOptions))]
    public static TBuilder AddAdaptiveBulkhead<TBuilder>(this TBuilder builder, AdaptiveBulkheadStrategyOptions options)
        where TBuilder : ResiliencePipelineBuilderBase => builder.AddBulkhead(options);

    /// <summary>As <see cref="AddBulkhead{TBuilder}"/>, with a bulkhead for each key, so that one tenant or host cannot take the place of others.</summary>
    /// <exception cref="ValidationException">The options are out of range.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The options' members are preserved.")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(KeyedBulkheadStrategyOptions<>))]
    public static TBuilder AddKeyedBulkhead<TBuilder, TKey>(this TBuilder builder, KeyedBulkheadStrategyOptions<TKey> options)
        where TBuilder : ResiliencePipelineBuilderBase
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.AddStrategy(context => new KeyedBulkheadStrategy<TKey>(options, context.Telemetry, context.TimeProvider), options);
    }
}
