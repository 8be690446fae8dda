using Polly;
using Polly.CircuitBreaker;
using Polly.Telemetry;

namespace DistPatterns.Resilience;

/// <summary>Lets calls through as the circuit allows, and tells it how they went.</summary>
/// <remarks>Proactive, though it judges outcomes: a reactive strategy of an untyped pipeline would box every result.</remarks>
internal sealed class AdvancedCircuitBreakerStrategy<T> : ResilienceStrategy, IDisposable
{
    private readonly AdvancedCircuitBreakerStrategyOptions<T> options;
    private readonly FailurePredicate<T> predicate;
    private readonly Circuit circuit;
    private readonly ResilienceStrategyTelemetry telemetry;
    private readonly TimeProvider timeProvider;
    private readonly string name;
    private readonly bool takesDurations;

    public AdvancedCircuitBreakerStrategy(
        AdvancedCircuitBreakerStrategyOptions<T> options, ResilienceStrategyTelemetry telemetry, TimeProvider timeProvider)
    {
        this.options = options;
        this.telemetry = telemetry;
        this.timeProvider = timeProvider;
        name = options.Monitor?.Name ?? options.Name ?? string.Empty;
        takesDurations = options.SlowCallThreshold is not null;
        predicate = new FailurePredicate<T>(options.ShouldHandle);
        var delivery = new TransitionDelivery(name, telemetry, options.OnStateChanged);
        var clock = new MillisecondClock(timeProvider);
        circuit = new Circuit(
            SettingsOf(options), options.Window.Create(clock), clock, new TransitionQueue(delivery.DeliverAsync), Random.Shared.NextDouble);
        options.Monitor?.Attach(circuit);
    }

    public void Dispose() => options.Monitor?.Detach(circuit);

    protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        if (!circuit.TryEnter(out var ticket))
        {
            BreakerMetrics.Rejected(name, circuit.State, options.MetricsOnly);
            if (!options.MetricsOnly)
            {
                return new(Rejection<TResult>());
            }

            ticket = Circuit.Untracked;
        }

        var startedAt = takesDurations ? timeProvider.GetTimestamp() : 0;
        var call = callback.StartAsync(context, state);
        if (call.IsCompletedSuccessfully)
        {
            var outcome = call.Result;
            var isFailure = predicate.IsFailure(context, outcome);
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
        ValueTask<Outcome<TResult>> call, ResilienceContext context, int ticket, long startedAt)
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

        return await JudgeAsync(predicate.IsFailure(context, outcome), outcome, context, ticket, startedAt)
            .ConfigureAwait(context.ContinueOnCapturedContext);
    }

    private async ValueTask<Outcome<TResult>> JudgeAsync<TResult>(
        ValueTask<bool> isFailure, Outcome<TResult> outcome, ResilienceContext context, int ticket, long startedAt)
    {
        try
        {
            Report(ticket, outcome.Exception, await isFailure.ConfigureAwait(context.ContinueOnCapturedContext), startedAt);
            return outcome;
        }
        catch (Exception exception)
        {
            circuit.Exit(ticket, CallResult.Withdrawn, slow: false);
            return Outcome.FromException<TResult>(exception);
        }
    }

    private void Report(int ticket, Exception? exception, bool isFailure, long startedAt)
    {
        var isSlow = takesDurations && timeProvider.GetElapsedTime(startedAt) >= options.SlowCallThreshold;
        var result = isFailure ? CallResult.Failed
            : exception is OperationCanceledException && !isSlow ? CallResult.Withdrawn
            : CallResult.Succeeded;
        circuit.Exit(ticket, result, isSlow);
    }

    private Outcome<TResult> Rejection<TResult>()
    {
        BrokenCircuitException exception = circuit switch
        {
            { State: BreakerState.Isolated } => new IsolatedCircuitException(),
            { RetryAfter: { } retryAfter } => new BrokenCircuitException(retryAfter),
            _ => new BrokenCircuitException(),
        };
        telemetry.SetTelemetrySource(exception);
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
