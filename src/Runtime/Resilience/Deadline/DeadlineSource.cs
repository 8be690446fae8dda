using Polly;
using Polly.Telemetry;

namespace DistPatterns.Resilience;

/// <summary>The deadline that holds for an execution: the soonest of its context's, the ambient one, and one of the strategy's own.</summary>
/// <param name="timeout">How far off the strategy's own is; it has none where <see langword="null"/>.</param>
/// <param name="timeProvider">Its clock.</param>
/// <param name="telemetry">That of the strategy.</param>
internal sealed class DeadlineSource(TimeSpan? timeout, TimeProvider timeProvider, ResilienceStrategyTelemetry telemetry)
{
    private static readonly ResilienceEvent Expired = new(ResilienceEventSeverity.Error, "OnDeadlineExpired");

    private readonly TimeSpan _timeout = timeout ?? Timeout.InfiniteTimeSpan;
    private readonly long _timestamps = (long)timeProvider.TimestampsIn(timeout ?? TimeSpan.Zero);

    /// <summary>The deadline for what is further in; <see langword="null"/> where there is none.</summary>
    /// <param name="outer">The deadline of the context.</param>
    /// <param name="now">The clock's timestamp.</param>
    /// <param name="remaining">What remains of it; zero where it has expired.</param>
    public ContextDeadline? Find(ContextDeadline? outer, long now, out TimeSpan remaining)
    {
        remaining = _timeout;
        var own = timeout is null ? null : new ContextDeadline(timeProvider, now + _timestamps, _timeout);
        var deadline = Deadline.Sooner(Deadline.Sooner(outer, Deadline.Current), own);
        if (ReferenceEquals(deadline, own))
        {
            return own;
        }

        remaining = deadline!.Remaining;

        // A second timer for one deadline would race the first, and a breaker between the two would take
        // the caller's lack of time for a failure of the dependency.
        return outer is { HasTimer: true } && ReferenceEquals(deadline, outer) ? outer : new ContextDeadline(deadline, remaining);
    }

    /// <summary>The outcome of an execution whose deadline has expired.</summary>
    public Outcome<TResult> Refuse<TResult>(ResilienceContext context)
    {
        telemetry.Report(Expired, context, new OnDeadlineExpiredArguments(context));
        var exception = new DeadlineExpiredException();
        telemetry.SetTelemetrySource(exception);
        return Outcome.FromException<TResult>(exception);
    }
}
