using Polly;
using Polly.CircuitBreaker;
using Polly.Telemetry;

namespace DistPatterns.Resilience;

/// <summary>Lets calls through as the circuit allows, and tells it how they went.</summary>
/// <remarks>Proactive, though it judges outcomes: a reactive strategy of an untyped pipeline would box every result.</remarks>
internal sealed class AdvancedCircuitBreakerStrategy<T> : ResilienceStrategy, IDisposable
{
    private readonly AdvancedCircuitBreakerStrategyOptions<T> _options;
    private readonly FailurePredicate<T> _predicate;
    private readonly Circuit _circuit;
    private readonly ResilienceStrategyTelemetry _telemetry;
    private readonly TimeProvider _timeProvider;
    private readonly string _name;
    private readonly bool _takesDurations;

    public AdvancedCircuitBreakerStrategy(
        AdvancedCircuitBreakerStrategyOptions<T> options, ResilienceStrategyTelemetry telemetry, TimeProvider timeProvider)
    {
        _options = options;
        _telemetry = telemetry;
        _timeProvider = timeProvider;
        _name = options.Monitor?.Name ?? options.Name ?? string.Empty;
        _takesDurations = options.SlowCallThreshold is not null;
        _predicate = new FailurePredicate<T>(options.ShouldHandle);
        var delivery = new TransitionDelivery(_name, telemetry, options.OnStateChanged);
        var clock = new MillisecondClock(timeProvider);
        _circuit = new Circuit(
            SettingsOf(options), options.Window.Create(clock), clock, new TransitionQueue(delivery.DeliverAsync), Random.Shared.NextDouble);
        options.Monitor?.Attach(_circuit);
    }

    public void Dispose() => _options.Monitor?.Detach(_circuit);

    protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        if (!_circuit.TryEnter(out var ticket))
        {
            BreakerMetrics.Rejected(_name, _circuit.State, _options.MetricsOnly);
            if (!_options.MetricsOnly)
            {
                return new(Rejection<TResult>());
            }

            ticket = Circuit.Untracked;
        }

        var startedAt = _takesDurations ? _timeProvider.GetTimestamp() : 0;
        var call = callback.StartAsync(context, state);
        if (call.IsCompletedSuccessfully)
        {
            var outcome = call.Result;
            var isFailure = _predicate.IsFailure(context, outcome);
            if (isFailure.IsCompletedSuccessfully)
            {
                Report(ticket, outcome.Exception, isFailure.Result, startedAt);
                return new(outcome);
            }

            return JudgeAsync(isFailure, outcome, context, ticket, startedAt);
        }

        return AwaitAsync(call, context, ticket, startedAt);
    }

    private async ValueTask<Outcome<TResult>> AwaitAsync<TResult>(
        ValueTask<Outcome<TResult>> call, ResilienceContext context, long ticket, long startedAt)
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

        return await JudgeAsync(_predicate.IsFailure(context, outcome), outcome, context, ticket, startedAt)
            .ConfigureAwait(context.ContinueOnCapturedContext);
    }

    private async ValueTask<Outcome<TResult>> JudgeAsync<TResult>(
        ValueTask<bool> isFailure, Outcome<TResult> outcome, ResilienceContext context, long ticket, long startedAt)
    {
        try
        {
            Report(ticket, outcome.Exception, await isFailure.ConfigureAwait(context.ContinueOnCapturedContext), startedAt);
            return outcome;
        }
        catch (Exception exception)
        {
            _circuit.Exit(ticket, CallResult.Withdrawn, slow: false);
            return Outcome.FromException<TResult>(exception);
        }
    }

    private void Report(long ticket, Exception? exception, bool isFailure, long startedAt)
    {
        var isSlow = _takesDurations && _timeProvider.GetElapsedTime(startedAt) >= _options.SlowCallThreshold;
        var result = isFailure ? CallResult.Failed
            : exception is OperationCanceledException && !isSlow ? CallResult.Withdrawn
            : CallResult.Succeeded;
        _circuit.Exit(ticket, result, isSlow);
    }

    private Outcome<TResult> Rejection<TResult>()
    {
        BrokenCircuitException exception = _circuit switch
        {
            { State: BreakerState.Isolated } => new IsolatedCircuitException(),
            { RetryAfter: { } retryAfter } => new BrokenCircuitException(retryAfter),
            _ => new BrokenCircuitException(),
        };
        _telemetry.SetTelemetrySource(exception);
        return Outcome.FromException<TResult>(exception);
    }

    private static CircuitSettings SettingsOf(AdvancedCircuitBreakerStrategyOptions<T> options) => new()
    {
        FailureRatio = options.FailureRatio,
        SlowRatio = options.SlowCallRatio,
        MinimumCalls = options.MinimumThroughput,
        ConsecutiveFailures = options.ConsecutiveFailures ?? 0,
        Probes = options.HalfOpenProbes,
        ProbeFailureRatio = options.HalfOpenFailureRatio,
        ProbeExpiry = options.ProbeExpiry,
        BreakDuration = options.BreakDuration,
        RecoveryRamp = options.RecoveryRamp,
    };
}
