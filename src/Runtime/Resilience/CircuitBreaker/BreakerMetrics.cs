using System.Diagnostics.Metrics;

namespace DistPatterns.Resilience;

internal static class BreakerMetrics
{
    private static readonly Counter<long> Transitions = ResilienceMeter.Instance.CreateCounter<long>(
        "distpatterns.breaker.transitions", "{transition}", "Changes of state of circuit breakers.");

    private static readonly Counter<long> Rejections = ResilienceMeter.Instance.CreateCounter<long>(
        "distpatterns.breaker.rejections", "{call}", "Calls that circuit breakers rejected, or would have in metrics-only mode.");

    public static void Changed(string breaker, BreakerTransition transition) =>
        Transitions.Add(
            1,
            new("breaker", breaker),
            new("from", transition.From.ToString()),
            new("to", transition.To.ToString()),
            new("reason", transition.Reason.ToString()));

    public static void Rejected(string breaker, BreakerState state, bool metricsOnly) =>
        Rejections.Add(1, new("breaker", breaker), new("state", state.ToString()), new("metrics_only", metricsOnly));
}
