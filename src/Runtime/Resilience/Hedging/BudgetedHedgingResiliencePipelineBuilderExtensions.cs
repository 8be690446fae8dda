using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Polly;
using Polly.Hedging;

namespace DistPatterns.Resilience;

/// <summary>Adds the budgeted hedging to a pipeline.</summary>
public static class BudgetedHedgingResiliencePipelineBuilderExtensions
{
    // Polly asks again at once after a delay of zero, and would spin while the budget refuses.
    private static readonly TimeSpan LeastDelay = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Sends a second attempt once the first takes longer than most do, takes the answer that comes first and cancels
    /// the other: Polly's hedging, with the delay learnt from the calls and the hedges paid from a budget.
    /// </summary>
    /// <exception cref="ValidationException">The options are out of range.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The options' members are preserved.")]
    public static ResiliencePipelineBuilder<TResult> AddBudgetedHedging<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TResult>(
        this ResiliencePipelineBuilder<TResult> builder, BudgetedHedgingStrategyOptions<TResult> options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        var latency = new RollingQuantile(options.Quantile, options.LatencyWindow, options.MinSamples, builder.TimeProvider ?? TimeProvider.System);
        return builder
            .AddStrategy(_ => new DepositStrategy(options.Budget), options)
            .AddHedging(new HedgingStrategyOptions<TResult>
            {
                Name = options.Name,
                MaxHedgedAttempts = options.MaxHedgedAttempts,
                ShouldHandle = options.ShouldHandle,
                OnHedging = options.OnHedging,
                DelayGenerator = _ => new(Max(latency.Value ?? options.InitialDelay, LeastDelay)),
                ActionGenerator = arguments => IsAllowed(options, arguments.PrimaryContext) ? options.ActionGenerator(arguments) : null,
            })
            .AddStrategy(context => new AttemptLatencyStrategy(latency, context.TimeProvider));
    }

    private static bool IsAllowed<TResult>(BudgetedHedgingStrategyOptions<TResult> options, ResilienceContext context)
    {
        if (Deadline.Of(context) is { IsExpired: true })
        {
            RetryMetrics.Refused(options.Name, RetryRefusal.Deadline);
            return false;
        }

        if (options.Budget.TryWithdraw())
        {
            return true;
        }

        RetryMetrics.Refused(options.Name, RetryRefusal.Budget);
        return false;
    }

    private static TimeSpan Max(TimeSpan first, TimeSpan second) => first > second ? first : second;
}
