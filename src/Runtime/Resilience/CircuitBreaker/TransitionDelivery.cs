using Polly;
using Polly.Telemetry;

namespace DistPatterns.Resilience;

/// <summary>Tells telemetry, the meter and the user's callback of a transition.</summary>
internal sealed class TransitionDelivery(
    string breaker, ResilienceStrategyTelemetry telemetry, Func<OnBreakerStateChangedArguments, ValueTask>? onStateChanged)
{
    private static readonly ResilienceEvent CallbackFailed = new(ResilienceEventSeverity.Error, "OnBreakerCallbackFailed");

    public async ValueTask DeliverAsync(BreakerTransition transition)
    {
        BreakerMetrics.Changed(breaker, transition);
        var context = ResilienceContextPool.Shared.Get(CancellationToken.None);
        try
        {
            var arguments = new OnBreakerStateChangedArguments(context, transition);
            telemetry.Report(EventOf(transition.To), context, arguments);
            if (onStateChanged is not null)
            {
                await onStateChanged(arguments).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // A faulty callback must not stop those that follow, nor the call that happened to deliver it.
            telemetry.Report(CallbackFailed, context, Outcome.FromException<object>(exception), transition.To);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ResilienceEvent EventOf(BreakerState state) => state switch
    {
        BreakerState.Open => new(ResilienceEventSeverity.Error, "OnCircuitOpened"),
        BreakerState.Isolated => new(ResilienceEventSeverity.Error, "OnCircuitIsolated"),
        BreakerState.HalfOpen => new(ResilienceEventSeverity.Warning, "OnCircuitHalfOpened"),
        BreakerState.Recovering => new(ResilienceEventSeverity.Information, "OnCircuitRecovering"),
        _ => new(ResilienceEventSeverity.Information, "OnCircuitClosed"),
    };
}
