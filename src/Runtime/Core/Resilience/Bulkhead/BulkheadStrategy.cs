using Polly;
using Polly.Telemetry;

namespace DistPatterns.Resilience;

/// <summary>Lets so many calls run at once; an adaptive one learns how many from how they go.</summary>
internal sealed class BulkheadStrategy : ResilienceStrategy, IDisposable
{
    private static readonly ResilienceEvent Rejected = new(ResilienceEventSeverity.Error, "OnBulkheadRejected");

    private readonly BulkheadStrategyOptions options;
    private readonly ResilienceStrategyTelemetry telemetry;
    private readonly TimeProvider timeProvider;
    private readonly string name;
    private readonly Bulkhead bulkhead;
    private readonly AdaptiveLimit? adaptive;
    private readonly Func<Outcome<object>, bool>? isOverload;

    public BulkheadStrategy(BulkheadStrategyOptions options, ResilienceStrategyTelemetry telemetry, TimeProvider timeProvider)
    {
        this.options = options;
        this.telemetry = telemetry;
        this.timeProvider = timeProvider;
        name = options.Name ?? string.Empty;
        var adapting = options as AdaptiveBulkheadStrategyOptions;
        bulkhead = new Bulkhead(adapting?.InitialConcurrency ?? options.MaxConcurrency, options, timeProvider);
        if (adapting is not null)
        {
            adaptive = new AdaptiveLimit(adapting, bulkhead, new MillisecondClock(timeProvider));
            isOverload = adapting.IsOverload;
        }

        BulkheadMetrics.Add(bulkhead, name);
    }

    public void Dispose()
    {
        BulkheadMetrics.Remove(bulkhead);
        bulkhead.Dispose();
    }

    internal ValueTask<Outcome<TResult>> RunAsync<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state) =>
        bulkhead.TryEnter() ? RunEnteredAsync(callback, context, state) : QueueAsync(callback, context, state);

    protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state) =>
        RunAsync(callback, context, state);

    private ValueTask<Outcome<TResult>> RunEnteredAsync<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        var startedAt = adaptive is null ? 0 : timeProvider.GetTimestamp();
        var call = callback.StartAsync(context, state);
        if (!call.IsCompletedSuccessfully)
        {
            return AwaitAsync(call, context, startedAt);
        }

        return new(Exit(call.Result, startedAt));
    }

    private async ValueTask<Outcome<TResult>> AwaitAsync<TResult>(
        ValueTask<Outcome<TResult>> call, ResilienceContext context, long startedAt)
    {
        Outcome<TResult> outcome;
        try
        {
            outcome = await call.ConfigureAwait(context.ContinueOnCapturedContext);
        }
        catch (Exception exception)
        {
            outcome = Outcome.FromException<TResult>(exception);
        }

        return Exit(outcome, startedAt);
    }

    private async ValueTask<Outcome<TResult>> QueueAsync<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        try
        {
            var priority = options.Priority?.Invoke(context) ?? CallPriority.Normal;
            priority = (CallPriority)Math.Clamp((int)priority, (int)CallPriority.Background, (int)CallPriority.Critical);
            var verdict = await bulkhead.WaitAsync(priority, Deadline.Of(context), context.CancellationToken)
                .ConfigureAwait(context.ContinueOnCapturedContext);
            if (!verdict.IsGranted)
            {
                return verdict.Rejection is { } reason
                    ? await RejectAsync<TResult>(context, reason).ConfigureAwait(context.ContinueOnCapturedContext)
                    : Outcome.FromException<TResult>(new OperationCanceledException(context.CancellationToken));
            }
        }
        catch (Exception exception)
        {
            return Outcome.FromException<TResult>(exception);
        }

        return await RunEnteredAsync(callback, context, state).ConfigureAwait(context.ContinueOnCapturedContext);
    }

    private async ValueTask<Outcome<TResult>> RejectAsync<TResult>(ResilienceContext context, BulkheadRejectionReason reason)
    {
        BulkheadMetrics.Rejected(name, reason);
        var arguments = new OnBulkheadRejectedArguments(context, reason);
        telemetry.Report(Rejected, context, arguments);
        if (options.OnRejected is { } onRejected)
        {
            await onRejected(arguments).ConfigureAwait(context.ContinueOnCapturedContext);
        }

        var exception = new BulkheadRejectedException(reason);
        telemetry.SetTelemetrySource(exception);
        return Outcome.FromException<TResult>(exception);
    }

    private Outcome<TResult> Exit<TResult>(Outcome<TResult> outcome, long startedAt)
    {
        var result = adaptive is null ? outcome : Observe(adaptive, outcome, startedAt);
        bulkhead.Exit();
        return result;
    }

    private Outcome<TResult> Observe<TResult>(AdaptiveLimit limit, Outcome<TResult> outcome, long startedAt)
    {
        try
        {
            var overloaded = isOverload!(outcome.As<TResult, object>());
            if (overloaded || outcome.Exception is null)
            {
                limit.Observe(timeProvider.GetElapsedTime(startedAt), overloaded);
            }

            return outcome;
        }
        catch (Exception exception)
        {
            return Outcome.FromException<TResult>(exception);
        }
    }
}
