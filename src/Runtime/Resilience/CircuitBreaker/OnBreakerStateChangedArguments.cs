using Polly;

namespace DistPatterns.Resilience;

/// <summary>A change of a circuit breaker's state.</summary>
public readonly struct OnBreakerStateChangedArguments
{
    internal OnBreakerStateChangedArguments(ResilienceContext context, BreakerTransition transition) =>
        (Context, From, To, Reason, BreakDuration) =
        (context, transition.From, transition.To, transition.Reason, transition.BreakDuration);

    /// <summary>
    /// A context for the callback alone. It is not that of the call that caused the change: changes are delivered in
    /// order, so one may be delivered after its call has returned.
    /// </summary>
    public ResilienceContext Context { get; }

    /// <summary>The state before.</summary>
    public BreakerState From { get; }

    /// <summary>The state after.</summary>
    public BreakerState To { get; }

    /// <summary>Why it changed.</summary>
    public BreakerReason Reason { get; }

    /// <summary>How long the break lasts; <see langword="null"/> unless the breaker opened.</summary>
    public TimeSpan? BreakDuration { get; }
}
