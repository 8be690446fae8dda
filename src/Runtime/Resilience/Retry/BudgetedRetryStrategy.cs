using Polly;
using Polly.Retry;
using Polly.Telemetry;

namespace DistPatterns.Resilience;

/// <summary>Tries again while the budget and the deadline allow, and else returns what the last attempt came to.</summary>
internal sealed class BudgetedRetryStrategy<T>(
    BudgetedRetryStrategyOptions<T> options, TimeProvider timeProvider, ResilienceStrategyTelemetry telemetry) : ResilienceStrategy<T>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly ResilienceEvent Retrying = new(ResilienceEventSeverity.Warning, "OnRetry");
    private static readonly ResilienceEvent Refused = new(ResilienceEventSeverity.Warning, "OnRetryRefused");

    private readonly DeadlineSource _deadlines = new(options.TotalTimeout, timeProvider, telemetry);

    protected override async ValueTask<Outcome<T>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<T>>> callback, ResilienceContext context, TState state)
    {
        var startedAt = timeProvider.GetTimestamp();
        var outer = ContextDeadline.In(context);
        var deadline = _deadlines.Find(outer, startedAt, out var remaining);
        if (remaining == TimeSpan.Zero)
        {
            return _deadlines.Refuse<T>(context);
        }

        options.Budget.Deposit(context);
        ContextDeadline.Put(context, deadline);
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                var outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
                var duration = timeProvider.GetElapsedTime(startedAt);
                var isHandled = await options.ShouldHandle(new(context, outcome, attempt)).ConfigureAwait(context.ContinueOnCapturedContext);
                ReportAttempt(context, outcome, attempt, duration, isHandled);
                if (!isHandled || attempt >= options.MaxRetryAttempts)
                {
                    return outcome;
                }

                var delay = await DelayAsync(context, outcome, attempt).ConfigureAwait(context.ContinueOnCapturedContext);
                if (Refusal(context, delay) is { } refusal)
                {
                    await RefuseAsync(context, outcome, refusal).ConfigureAwait(context.ContinueOnCapturedContext);
                    return outcome;
                }

                await AnnounceAsync(new(context, outcome, attempt, delay, duration)).ConfigureAwait(context.ContinueOnCapturedContext);
                await DisposeAsync(outcome.Result).ConfigureAwait(context.ContinueOnCapturedContext);
                await Task.Delay(delay, timeProvider, context.CancellationToken).ConfigureAwait(context.ContinueOnCapturedContext);
                startedAt = timeProvider.GetTimestamp();
            }
        }
        catch (Exception exception)
        {
            return Outcome.FromException<T>(exception);
        }
        finally
        {
            ContextDeadline.Put(context, outer);
        }
    }

    private async ValueTask<TimeSpan> DelayAsync(ResilienceContext context, Outcome<T> outcome, int attempt)
    {
        var askedFor = await options.DelayGenerator(new(context, outcome, attempt)).ConfigureAwait(context.ContinueOnCapturedContext);
        if (askedFor is { } wait && wait >= TimeSpan.Zero)
        {
            return TimeSpan.FromTicks(Math.Min(wait.Ticks, LongestWait.Ticks)) + (options.Randomizer() * options.BaseDelay);
        }

        return options.Randomizer() * ExponentialDelay.After(options.BaseDelay, options.MaxDelay, attempt);
    }

    // The deadline first: what it forbids must cost the budget nothing.
    private RetryRefusal? Refusal(ResilienceContext context, TimeSpan delay) =>
        Deadline.Of(context)?.Remaining <= delay ? RetryRefusal.Deadline
        : options.Budget.TryWithdraw() ? null
        : RetryRefusal.Budget;

    private async ValueTask RefuseAsync(ResilienceContext context, Outcome<T> outcome, RetryRefusal refusal)
    {
        RetryMetrics.Refused(options.Name, refusal);
        var arguments = new OnRetryRefusedArguments<T>(context, outcome, refusal);
        telemetry.Report(Refused, context, outcome, arguments);
        if (options.OnRefused is { } onRefused)
        {
            await onRefused(arguments).ConfigureAwait(context.ContinueOnCapturedContext);
        }
    }

    private async ValueTask AnnounceAsync(OnRetryArguments<T> arguments)
    {
        telemetry.Report(Retrying, arguments.Context, arguments.Outcome, arguments);
        if (options.OnRetry is { } onRetry)
        {
            await onRetry(arguments).ConfigureAwait(arguments.Context.ContinueOnCapturedContext);
        }
    }

    // The event of Polly's own retry, from which its metrics of attempts are made.
    private void ReportAttempt(ResilienceContext context, Outcome<T> outcome, int attempt, TimeSpan duration, bool isHandled)
    {
        var severity = !isHandled ? ResilienceEventSeverity.Information
            : attempt >= options.MaxRetryAttempts ? ResilienceEventSeverity.Error
            : ResilienceEventSeverity.Warning;
        telemetry.Report(
            new ResilienceEvent(severity, "ExecutionAttempt"), context, outcome, new ExecutionAttemptArguments(attempt, duration, isHandled));
    }

    private static async ValueTask DisposeAsync(T? result)
    {
        if (result is IAsyncDisposable asyncDisposable)
        {
            await asyncDisposable.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            (result as IDisposable)?.Dispose();
        }
    }
}
