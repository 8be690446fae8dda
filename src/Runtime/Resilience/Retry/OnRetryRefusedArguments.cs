using Polly;

namespace DistPatterns.Resilience;

/// <summary>A failed call that is not tried again.</summary>
/// <typeparam name="TResult">The result of the call.</typeparam>
public readonly struct OnRetryRefusedArguments<TResult>
{
    internal OnRetryRefusedArguments(ResilienceContext context, Outcome<TResult> outcome, RetryRefusal reason) =>
        (Context, Outcome, Reason) = (context, outcome, reason);

    /// <summary>The context of the call.</summary>
    public ResilienceContext Context { get; }

    /// <summary>The outcome of its last attempt, which its caller gets.</summary>
    public Outcome<TResult> Outcome { get; }

    /// <summary>Why.</summary>
    public RetryRefusal Reason { get; }
}
