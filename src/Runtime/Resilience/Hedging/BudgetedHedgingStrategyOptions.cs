using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;
using Polly;
using Polly.Hedging;

namespace DistPatterns.Resilience;

/// <summary>When a second attempt is sent beside one that takes long, or after one that failed.</summary>
/// <typeparam name="TResult">The result of the calls. They must be safe to run twice.</typeparam>
public class BudgetedHedgingStrategyOptions<TResult> : ResilienceStrategyOptions
{
    private static readonly HedgingStrategyOptions<TResult> Defaults = new();

    /// <summary>Creates the options with their defaults.</summary>
    public BudgetedHedgingStrategyOptions() => Name = "BudgetedHedging";

    /// <summary>What hedges are paid from; a budget of its own by default. Give the one that retries are paid from.</summary>
    [Required]
    public RetryBudget Budget { get; set; } = new();

    /// <summary>The most attempts beside the first, 1 to 10; 1 by default, as in Polly.</summary>
    [Within(1, 10)]
    public int MaxHedgedAttempts { get; set; } = 1;

    /// <summary>
    /// Which share of the attempts returns before a hedge is sent, 0.5 to 0.999; 0.95 by default: one call in twenty is
    /// hedged (Dean and Barroso, "The Tail at Scale", CACM 2013).
    /// </summary>
    [Within(0.5, 0.999)]
    public double Quantile { get; set; } = 0.95;

    /// <summary>Latencies are remembered for once to twice this, 1 s to 1 h; 30 s by default.</summary>
    [Within(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LatencyWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many latencies must be known before the quantile is used, 1 or more; 100 by default.</summary>
    [Within(1, int.MaxValue)]
    public int MinSamples { get; set; } = 100;

    /// <summary>The wait before a hedge until then, 1 ms to 24 h; 2 s by default, as in Polly.</summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan InitialDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Which outcomes are no answer, so that another attempt is sent at once; as in Polly by default: exceptions, but no cancellation.</summary>
    [Required]
    public Func<HedgingPredicateArguments<TResult>, ValueTask<bool>> ShouldHandle { get; set; } = Defaults.ShouldHandle;

    /// <summary>Makes the hedged attempt; by default the same call again.</summary>
    [Required]
    public Func<HedgingActionGeneratorArguments<TResult>, Func<ValueTask<Outcome<TResult>>>?> ActionGenerator { get; set; } = Defaults.ActionGenerator;

    /// <summary>Called before each hedge; none by default.</summary>
    public Func<OnHedgingArguments<TResult>, ValueTask>? OnHedging { get; set; }
}
