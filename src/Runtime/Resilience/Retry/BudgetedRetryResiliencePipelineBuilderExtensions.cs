using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Polly;

namespace DistPatterns.Resilience;

/// <summary>Adds the budgeted retry to a pipeline.</summary>
public static class BudgetedRetryResiliencePipelineBuilderExtensions
{
    /// <summary>
    /// Tries failed calls again, with full jitter and as the callee asked, until the attempts, the budget or the deadline
    /// (<see cref="Deadline.Of"/>) forbid it. Then the outcome of the last attempt is the call's.
    /// Where no time is left at the start, it makes no attempt and fails with <see cref="DeadlineExpiredException"/>.
    /// </summary>
    /// <exception cref="ValidationException">The options are out of range.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The options' members are preserved.")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(BudgetedRetryStrategyOptions))]
    public static ResiliencePipelineBuilder AddBudgetedRetry(this ResiliencePipelineBuilder builder, BudgetedRetryStrategyOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.AddStrategy(context => new BudgetedRetryStrategy<object>(options, context.TimeProvider, context.Telemetry), options);
    }

    /// <inheritdoc cref="AddBudgetedRetry(ResiliencePipelineBuilder, BudgetedRetryStrategyOptions)"/>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The options' members are preserved.")]
    public static ResiliencePipelineBuilder<TResult> AddBudgetedRetry<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TResult>(
        this ResiliencePipelineBuilder<TResult> builder, BudgetedRetryStrategyOptions<TResult> options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.AddStrategy(context => new BudgetedRetryStrategy<TResult>(options, context.TimeProvider, context.Telemetry), options);
    }
}
