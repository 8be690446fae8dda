using Polly;
using Polly.Telemetry;

namespace DistPatterns.Resilience;

/// <summary>Lets so many calls run at once; an adaptive one learns how many from how they go.</summary>
internal sealed class BulkheadStrategy : ResilienceStrategy, IDisposable
{
    private static readonly ResilienceEvent Rejected = new(ResilienceEventSeverity.Error, "OnBulkheadRejected");

    private readonly BulkheadStrategyOptions _options;
    private readonly ResilienceStrategyTelemetry _telemetry;
    private readonly TimeProvider _timeProvider;
    private readonly string _name;
    private readonly Bulkhead _bulkhead;
    private readonly AdaptiveLimit? _adaptive;
    private readonly Func<Outcome<object>, bool>? _isOverload;

    public BulkheadStrategy(BulkheadStrategyOptions options, ResilienceStrategyTelemetry telemetry, TimeProvider timeProvider)
    {
        _options = options;
        _telemetry = telemetry;
        _timeProvider = timeProvider;
        _name = options.Name ?? string.Empty;
        var adapting = options as AdaptiveBulkheadStrategyOptions;
        _bulkhead = new Bulkhead(adapting?.InitialConcurrency ?? options.MaxConcurrency, options, timeProvider);
        if (adapting is not null)
        {
            _adaptive = new AdaptiveLimit(adapting, _bulkhead, new MillisecondClock(timeProvider));
            _isOverload = adapting.IsOverload ?? (static outcome => Overload.Is(outcome.Exception));
        }

        BulkheadMetrics.Add(_bulkhead, _name);
    }

    public void Dispose()
    {
        BulkheadMetrics.Remove(_bulkhead);
        _bulkhead.Dispose();
    }

    internal ValueTask<Outcome<TResult>> RunAsync<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state) =>
        _bulkhead.TryEnter() ? RunEnteredAsync(callback, context, state) : QueueAsync(callback, context, state);

    protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state) =>
        RunAsync(callback, context, state);

    private ValueTask<Outcome<TResult>> RunEnteredAsync<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        var startedAt = _adaptive is null ? 0 : _timeProvider.GetTimestamp();
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
            var priority = _options.Priority?.Invoke(context) ?? CallPriority.Normal;
            priority = (CallPriority)Math.Clamp((int)priority, (int)CallPriority.Background, (int)CallPriority.Critical);
            var verdict = await _bulkhead.WaitAsync(priority, Deadline.Of(context), context.CancellationToken)
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
        BulkheadMetrics.Rejected(_name, reason);
        var arguments = new OnBulkheadRejectedArguments(context, reason);
        _telemetry.Report(Rejected, context, arguments);
        if (_options.OnRejected is { } onRejected)
        {
            await onRejected(arguments).ConfigureAwait(context.ContinueOnCapturedContext);
        }

        var exception = new BulkheadRejectedException(reason);
        _telemetry.SetTelemetrySource(exception);
        return Outcome.FromException<TResult>(exception);
    }

    private Outcome<TResult> Exit<TResult>(Outcome<TResult> outcome, long startedAt)
    {
        var result = _adaptive is null ? outcome : Observe(_adaptive, outcome, startedAt);
        _bulkhead.Exit();
        return result;
    }

    private Outcome<TResult> Observe<TResult>(AdaptiveLimit limit, Outcome<TResult> outcome, long startedAt)
    {
        try
        {
            var overloaded = _isOverload!(outcome.As<TResult, object>());
            if (overloaded || outcome.Exception is null)
            {
                limit.Observe(_timeProvider.GetElapsedTime(startedAt), overloaded);
            }

            return outcome;
        }
        catch (Exception exception)
        {
            return Outcome.FromException<TResult>(exception);
        }
    }
}
