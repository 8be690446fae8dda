using Polly;
using Polly.Telemetry;

namespace DistPatterns.Resilience;

/// <summary>Refuses an expired deadline, and puts the one that holds into the context for the strategies below.</summary>
internal sealed class DeadlineStrategy(DeadlineStrategyOptions options, TimeProvider timeProvider, ResilienceStrategyTelemetry telemetry)
    : ResilienceStrategy
{
    private static readonly ResilienceEvent Expired = new(ResilienceEventSeverity.Error, "OnDeadlineExpired");

    protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        var outer = ContextDeadline.In(context);
        var own = options.Timeout is { } timeout ? new ContextDeadline(timeProvider, timeout) : null;
        var deadline = Deadline.Sooner(Deadline.Sooner(outer, Deadline.Current), own);
        if (deadline is null)
        {
            return callback(context, state);
        }

        if (ReferenceEquals(deadline, own))
        {
            return RunAsync(callback, context, state, own, outer);
        }

        var remaining = deadline.Remaining;
        if (remaining == TimeSpan.Zero)
        {
            return RefuseAsync<TResult>(context);
        }

        // A second timer for one deadline would race the first, and a breaker between the two would take
        // the caller's lack of time for a failure of the dependency.
        return outer is { HasTimer: true } && ReferenceEquals(deadline, outer)
            ? callback(context, state)
            : RunAsync(callback, context, state, new ContextDeadline(deadline, remaining), outer);
    }

    // The outer deadline comes back afterwards: a retry outside this strategy must not find the previous attempt's.
    private static ValueTask<Outcome<TResult>> RunAsync<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback,
        ResilienceContext context,
        TState state,
        ContextDeadline deadline,
        ContextDeadline? outer)
    {
        ContextDeadline.Put(context, deadline);
        var call = callback.StartAsync(context, state);
        if (!call.IsCompletedSuccessfully)
        {
            return AwaitAsync(call, context, outer);
        }

        ContextDeadline.Put(context, outer);
        return call;
    }

    private static async ValueTask<Outcome<TResult>> AwaitAsync<TResult>(
        ValueTask<Outcome<TResult>> call, ResilienceContext context, ContextDeadline? outer)
    {
        var outcome = await call.ConfigureAwait(context.ContinueOnCapturedContext);
        ContextDeadline.Put(context, outer);
        return outcome;
    }

    private async ValueTask<Outcome<TResult>> RefuseAsync<TResult>(ResilienceContext context)
    {
        var arguments = new OnDeadlineExpiredArguments(context);
        telemetry.Report(Expired, context, arguments);
        if (options.OnExpired is { } onExpired)
        {
            await onExpired(arguments).ConfigureAwait(context.ContinueOnCapturedContext);
        }

        var exception = new DeadlineExpiredException();
        telemetry.SetTelemetrySource(exception);
        return Outcome.FromException<TResult>(exception);
    }
}
