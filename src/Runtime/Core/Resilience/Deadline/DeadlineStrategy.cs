using Polly;
using Polly.Telemetry;

namespace DistPatterns.Resilience;

/// <summary>Refuses an expired deadline, and puts the one that holds into the context for the strategies below.</summary>
internal sealed class DeadlineStrategy(DeadlineStrategyOptions options, TimeProvider timeProvider, ResilienceStrategyTelemetry telemetry)
    : ResilienceStrategy
{
    private static readonly ResilienceEvent Expired = new(ResilienceEventSeverity.Error, "OnDeadlineExpired");

    private readonly TimeSpan? _timeout = options.Timeout;
    private readonly long _timestamps = (long)timeProvider.TimestampsIn(options.Timeout ?? TimeSpan.Zero);
    private readonly Action<ResilienceContext, TimeSpan>? _announce = options.Announce;

    protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        var outer = ContextDeadline.In(context);
        var timeout = _timeout ?? Timeout.InfiniteTimeSpan;
        var own = _timeout is null ? null : new ContextDeadline(timeProvider, timeProvider.GetTimestamp() + _timestamps, timeout);
        var deadline = Deadline.Sooner(Deadline.Sooner(outer, Deadline.Current), own);
        if (deadline is null)
        {
            return callback(context, state);
        }

        if (ReferenceEquals(deadline, own))
        {
            return RunAsync(callback, context, state, own, timeout, outer);
        }

        var remaining = deadline.Remaining;
        if (remaining == TimeSpan.Zero)
        {
            return RefuseAsync<TResult>(context);
        }

        // A second timer for one deadline would race the first, and a breaker between the two would take
        // the caller's lack of time for a failure of the dependency.
        var isKept = outer is { HasTimer: true } && ReferenceEquals(deadline, outer);
        return RunAsync(callback, context, state, isKept ? outer! : new ContextDeadline(deadline, remaining), remaining, outer);
    }

    // The outer deadline comes back afterwards: a retry outside this strategy must not find the previous attempt's.
    private ValueTask<Outcome<TResult>> RunAsync<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback,
        ResilienceContext context,
        TState state,
        ContextDeadline deadline,
        TimeSpan remaining,
        ContextDeadline? outer)
    {
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
