using Polly;
using Polly.CircuitBreaker;

namespace DistPatterns.Resilience;

/// <summary>Asks the user's predicate, which is about <typeparamref name="T"/>, of outcomes of any type.</summary>
internal sealed class FailurePredicate<T>(Func<CircuitBreakerPredicateArguments<T>, ValueTask<bool>>? shouldHandle)
{
    public ValueTask<bool> IsFailure<TResult>(ResilienceContext context, Outcome<TResult> outcome)
    {
        if (shouldHandle is null)
        {
            return new(outcome.Exception is not (null or OperationCanceledException));
        }

        try
        {
            return shouldHandle(new CircuitBreakerPredicateArguments<T>(context, outcome.As<TResult, T>()));
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<bool>(exception);
        }
    }
}
