using Polly;

namespace DistPatterns.Resilience;

/// <summary>Takes the latency of each attempt.</summary>
/// <remarks>
/// That of an attempt that lost and was cancelled too: it stands above the quantile, where it belongs however long it
/// would have taken. Left out, the slowest would be missing and the quantile would sink with every hedge. An attempt
/// cancelled below the quantile, because its caller left, says nothing.
/// </remarks>
internal sealed class AttemptLatencyStrategy(RollingQuantile latency, TimeProvider timeProvider) : ResilienceStrategy
{
    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        var startedAt = timeProvider.GetTimestamp();
        var outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        var elapsed = timeProvider.GetElapsedTime(startedAt);
        if (outcome.Exception is null || (outcome.Exception is OperationCanceledException && elapsed > latency.Value))
        {
            latency.Record(elapsed);
        }

        return outcome;
    }
}
