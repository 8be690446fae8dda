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
        var outer = context.Properties.GetValue(Deadline.Property, null);
        var own = options.Timeout is { } timeout ? Deadline.After(timeout, timeProvider) : null;
        var deadline = Deadline.Sooner(Deadline.Sooner(outer, Deadline.Current), own);

        if (deadline is null)
        {
            return callback(context, state);
        }

        return deadline.IsExpired ? RefuseAsync<TResult>(context) : RunAsync(callback, context, state, deadline, outer);
    }

    // The outer deadline comes back afterwards: a retry outside this strategy must not find the previous attempt's.
    private static async ValueTask<Outcome<TResult>> RunAsync<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback,
        ResilienceContext context,
        TState state,
        Deadline deadline,
        Deadline? outer)
    {
        var timed = context.Properties.GetValue(DeadlineTimer.Running, null);
        context.Properties.Set(Deadline.Property, deadline);
        var outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        context.Properties.Set(Deadline.Property, outer);
        context.Properties.Set(DeadlineTimer.Running, timed);
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
