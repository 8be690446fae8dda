using System.Diagnostics.Metrics;

namespace DistPatterns.Resilience;

internal static class RetryMetrics
{
    private static readonly Counter<long> Refusals = ResilienceMeter.Instance.CreateCounter<long>(
        "distpatterns.retry.refusals", "{call}", "Calls that were not tried again, or hedged, though they had attempts left.");

    public static void Refused(string? strategy, RetryRefusal reason) =>
        Refusals.Add(1, new("strategy", strategy), new("reason", reason.ToString()));
}
