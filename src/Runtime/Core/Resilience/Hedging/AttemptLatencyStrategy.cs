using Polly;

namespace DistPatterns.Resilience;

/// <summary>Takes the latency of each attempt.</summary>
/// <remarks>
/// That of an attempt that lost and was cancelled too: it would have taken longer still, and stands above the quantile
/// where it belongs. Left out, the slowest would be missing and the quantile would sink with every hedge.
/// </remarks>
internal sealed class AttemptLatencyStrategy(RollingQuantile latency, TimeProvider timeProvider) : ResilienceStrategy
{
    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        var startedAt = timeProvider.GetTimestamp();
        var outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        if (outcome.Exception is null or OperationCanceledException)
        {
            latency.Record(timeProvider.GetElapsedTime(startedAt));
        }

        return outcome;
    }
}
