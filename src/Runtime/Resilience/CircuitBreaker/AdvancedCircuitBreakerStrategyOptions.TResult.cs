using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;
using Polly;
using Polly.CircuitBreaker;

namespace DistPatterns.Resilience;

/// <summary>How a circuit breaker judges the calls to its callee, and when and for how long it breaks.</summary>
/// <typeparam name="TResult">The result that <see cref="ShouldHandle"/> sees.</typeparam>
public class AdvancedCircuitBreakerStrategyOptions<TResult> : ResilienceStrategyOptions, IValidatableObject
{
    /// <summary>Creates the options with their defaults.</summary>
    public AdvancedCircuitBreakerStrategyOptions() => Name = "CircuitBreaker";

    /// <summary>The calls that are judged: the last 30 s by default, as in Polly.</summary>
    [Required]
    public BreakerWindow Window { get; set; } = BreakerWindow.Time(TimeSpan.FromSeconds(30));

    /// <summary>The share of failed calls in the window that opens the breaker, above 0 and up to 1; 0.5 by default, as in Hystrix and resilience4j.</summary>
    [Within(0, 1.0, MinimumIsExclusive = true)]
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>How many calls the window must hold before its ratios count, 1 or more; 20 by default, as in Hystrix.</summary>
    [Within(1, int.MaxValue)]
    public int MinimumThroughput { get; set; } = 20;

    /// <summary>How many failures in a row open the breaker whatever the ratio, 1 or more; <see langword="null"/> by default: not counted.</summary>
    [Within(1, int.MaxValue)]
    public int? ConsecutiveFailures { get; set; }

    /// <summary>
    /// From which duration on a call is slow, 1 ms to 24 h; <see langword="null"/> by default: durations are not taken,
    /// which saves two readings of the clock a call.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan? SlowCallThreshold { get; set; }

    /// <summary>The share of slow calls in the window that opens the breaker, above 0 and up to 1; 0.8 by default.</summary>
    [Within(0, 1.0, MinimumIsExclusive = true)]
    public double SlowCallRatio { get; set; } = 0.8;

    /// <summary>How many calls may probe a half-open breaker at once, 1 to 1,000; 5 by default.</summary>
    [Within(1, 1000)]
    public int HalfOpenProbes { get; set; } = 5;

    /// <summary>
    /// The share of the probes that may fail without opening the breaker again, 0 up to but not including 1; 0.4 by
    /// default. A slow probe has failed.
    /// </summary>
    [Within(0, 1.0, MaximumIsExclusive = true)]
    public double HalfOpenFailureRatio { get; set; } = 0.4;

    /// <summary>
    /// After how long a probe that has not returned counts as failed, 1 ms to 24 h; 10 s by default. Without it a probe
    /// that hangs would hold the breaker half open for good.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan ProbeExpiry { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the breaker stays open; 5 s, then twice as long each time, up to 5 min by default.</summary>
    [Required]
    public BreakDurations BreakDuration { get; set; } = BreakDurations.Exponential(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));

    /// <summary>
    /// Over how long the share of admitted calls rises from 10 % to all of them after the probes went well, 0 to 24 h;
    /// 0 by default: at once. A callee that comes back with cold caches is overrun by all calls at once.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan RecoveryRamp { get; set; }

    /// <summary>Whether the breaker only counts, changes state and tells of it, and rejects nothing; <see langword="false"/> by default.</summary>
    public bool MetricsOnly { get; set; }

    /// <summary>
    /// Which outcomes are failures; <see langword="null"/> by default: every exception but
    /// <see cref="OperationCanceledException"/>, as in Polly. A cancelled call that is no failure counts as no call,
    /// unless it had already been slow.
    /// </summary>
    public Func<CircuitBreakerPredicateArguments<TResult>, ValueTask<bool>>? ShouldHandle { get; set; }

    /// <summary>Called after each change of state, one at a time and in order, outside of any lock; none by default.</summary>
    /// <remarks>Calls do not wait for one that is asynchronous. An exception is reported as the event <c>OnBreakerCallbackFailed</c>.</remarks>
    public Func<OnBreakerStateChangedArguments, ValueTask>? OnStateChanged { get; set; }

    /// <summary>Shows the breaker's state and lets an operator isolate and close it; none by default.</summary>
    public CircuitBreakerMonitor? Monitor { get; set; }

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MinimumThroughput > Window.Capacity)
        {
            yield return new ValidationResult(
                $"{nameof(MinimumThroughput)} is {MinimumThroughput}, more than the {Window.Capacity} calls that {nameof(Window)} can hold: "
                    + "the breaker could never open.",
                [nameof(MinimumThroughput), nameof(Window)]);
        }

        if (BreakDuration.Longest > TimeSpan.FromDays(1))
        {
            yield return new ValidationResult(
                $"{nameof(BreakDuration)} goes up to {BreakDuration.Longest}; it must be 1 ms to 24 h.", [nameof(BreakDuration)]);
        }
    }
}
