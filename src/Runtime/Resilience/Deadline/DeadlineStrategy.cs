using Polly;
using Polly.Telemetry;

namespace DistPatterns.Resilience;

/// <summary>Refuses an expired deadline, and puts the one that holds into the context for the strategies below.</summary>
internal sealed class DeadlineStrategy(DeadlineStrategyOptions options, TimeProvider timeProvider, ResilienceStrategyTelemetry telemetry)
    : ResilienceStrategy
{
    private readonly DeadlineSource _deadlines = new(options.Timeout, timeProvider, telemetry);
    private readonly Action<ResilienceContext, TimeSpan>? _announce = options.Announce;

    protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        var outer = ContextDeadline.In(context);
        var deadline = _deadlines.Find(outer, timeProvider.GetTimestamp(), out var remaining);
        if (deadline is null)
        {
            return callback(context, state);
        }

        if (remaining == TimeSpan.Zero)
        {
            return RefuseAsync<TResult>(context);
        }

        ContextDeadline.Put(context, deadline);
        ValueTask<Outcome<TResult>> call;
        try
        {
            _announce?.Invoke(context, remaining);
            call = callback(context, state);
        }
        catch (Exception exception)
        {
            call = new(Outcome.FromException<TResult>(exception));
        }

        if (!call.IsCompletedSuccessfully)
        {
            return AwaitAsync(call, context, outer);
        }

        ContextDeadline.Put(context, outer);
        return call;
    }

    // The outer deadline comes back afterwards: a retry outside this strategy must not find the previous attempt's.
    private static async ValueTask<Outcome<TResult>> AwaitAsync<TResult>(
        ValueTask<Outcome<TResult>> call, ResilienceContext context, ContextDeadline? outer)
    {
        var outcome = await call.ConfigureAwait(context.ContinueOnCapturedContext);
        ContextDeadline.Put(context, outer);
        return outcome;
    }

    private async ValueTask<Outcome<TResult>> RefuseAsync<TResult>(ResilienceContext context)
    {
        var refusal = _deadlines.Refuse<TResult>(context);
        if (options.OnExpired is { } onExpired)
        {
            await onExpired(new OnDeadlineExpiredArguments(context)).ConfigureAwait(context.ContinueOnCapturedContext);
        }

        return refusal;
    }
}
