using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace DistPatterns.Resilience;

/// <summary>How failed calls are tried again: as long as the budget and the deadline allow.</summary>
/// <typeparam name="TResult">The result of the calls.</typeparam>
public class BudgetedRetryStrategyOptions<TResult> : ResilienceStrategyOptions, IValidatableObject
{
    /// <summary>Creates the options with their defaults.</summary>
    public BudgetedRetryStrategyOptions() => Name = "BudgetedRetry";

    /// <summary>What retries are paid from; a budget of its own by default. Give one to all that call the same callee.</summary>
    [Required]
    public RetryBudget Budget { get; set; } = new();

    /// <summary>The most attempts after the first, 1 to 100; 3 by default, as in Polly.</summary>
    [Within(1, 100)]
    public int MaxRetryAttempts { get; set; } = 3;

    /// <summary>
    /// The most time for all attempts and waits, 10 ms to 24 h, whatever time the caller has left. The default
    /// <see langword="null"/> sets no limit of its own. It is the <see cref="Deadline"/> of all that is further in: a deadline there
    /// ends an attempt that runs when it is up, the retry itself does not. No wait is begun that does not fit into it.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan? TotalTimeout { get; set; }

    /// <summary>
    /// The longest wait before the first retry, which doubles with each, 0 to 24 h; 200 ms by default. The wait is
    /// drawn from zero to that evenly ("full jitter", which of the usual formulas makes clients collide least: Brooker,
    /// "Exponential Backoff and Jitter", AWS 2015).
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What the doubling ends at, 0 to 24 h; 20 s by default.</summary>
    [Within(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Which outcomes are tried again; every exception but <see cref="OperationCanceledException"/> by default, as in Polly.</summary>
    [Required]
    public Func<RetryPredicateArguments<TResult>, ValueTask<bool>> ShouldHandle { get; set; } =
        static arguments => new(arguments.Outcome.Exception is not (null or OperationCanceledException));

    /// <summary>
    /// The wait that the callee asked for, as with <c>Retry-After</c>; <see langword="null"/> where it asked for none.
    /// By default what a rejection by a breaker says. It is kept in full (up to 24 h), whatever
    /// <see cref="MaxDelay"/> is, with a jitter of up to <see cref="BaseDelay"/> on top, because all clients were told the same.
    /// </summary>
    [Required]
    public Func<RetryDelayGeneratorArguments<TResult>, ValueTask<TimeSpan?>> DelayGenerator { get; set; } =
        static arguments => new((arguments.Outcome.Exception as BrokenCircuitException)?.RetryAfter);

    /// <summary>Called before each wait; none by default.</summary>
    public Func<OnRetryArguments<TResult>, ValueTask>? OnRetry { get; set; }

    /// <summary>Called when the budget or the deadline forbids the next attempt; none by default.</summary>
    public Func<OnRetryRefusedArguments<TResult>, ValueTask>? OnRefused { get; set; }

    /// <summary>Draws the jitter, 0 up to but not including 1.</summary>
    internal Func<double> Randomizer { get; set; } = Random.Shared.NextDouble;

    /// <summary>The same options with another <see cref="TotalTimeout"/>, for one of several pipelines that share the rest.</summary>
    /// <param name="totalTimeout">As <see cref="TotalTimeout"/>.</param>
    public BudgetedRetryStrategyOptions<TResult> WithTotalTimeout(TimeSpan? totalTimeout)
    {
        var copy = (BudgetedRetryStrategyOptions<TResult>)MemberwiseClone();
        copy.TotalTimeout = totalTimeout;
        return copy;
    }

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (BaseDelay > MaxDelay)
        {
            yield return new ValidationResult(
                $"{nameof(BaseDelay)} is {BaseDelay}; it must be at most {nameof(MaxDelay)}, {MaxDelay}.", [nameof(BaseDelay), nameof(MaxDelay)]);
        }
    }
}
