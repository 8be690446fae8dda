using Polly;

namespace DistPatterns.Resilience;

internal static class CallbackExtensions
{
    /// <summary>Starts a call; what it throws is its outcome.</summary>
    /// <remarks>Polly's callbacks do not throw, but that of a user's <c>ExecuteOutcomeAsync</c> can, and must not take a permit or a probe with it.</remarks>
    public static ValueTask<Outcome<TResult>> StartAsync<TResult, TState>(
        this Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        try
        {
            return callback(context, state);
        }
        catch (Exception exception)
        {
            return new(Outcome.FromException<TResult>(exception));
        }
    }
}
