using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace DistPatterns.Resilience;

internal static class BulkheadMetrics
{
    // Weak: a pipeline that nobody disposes must not live on because it was measured.
    private static readonly ConditionalWeakTable<Bulkhead, string> Bulkheads = [];

    private static readonly Counter<long> Rejections = ResilienceMeter.Instance.CreateCounter<long>(
        "distpatterns.bulkhead.rejections", "{call}", "Calls that bulkheads rejected.");

    static BulkheadMetrics()
    {
        Observe("distpatterns.bulkhead.in_flight", "Calls that run.", bulkhead => bulkhead.InFlight);
        Observe("distpatterns.bulkhead.waiting", "Calls that wait.", bulkhead => bulkhead.Waiting);
        Observe("distpatterns.bulkhead.limit", "The most calls that may run.", bulkhead => bulkhead.Limit);
    }

    public static void Add(Bulkhead bulkhead, string name) => Bulkheads.Add(bulkhead, name);

    public static void Remove(Bulkhead bulkhead) => Bulkheads.Remove(bulkhead);

    public static void Rejected(string name, BulkheadRejectionReason reason) =>
        Rejections.Add(1, new("bulkhead", name), new("reason", reason.ToString()));

    // Bulkheads of one name, one for each key or endpoint, are one sum.
    private static void Observe(string instrument, string description, Func<Bulkhead, long> value) =>
        ResilienceMeter.Instance.CreateObservableGauge(
            instrument,
            () => Bulkheads.GroupBy(entry => entry.Value, entry => value(entry.Key))
                .Select(group => new Measurement<long>(group.Sum(), new KeyValuePair<string, object?>("bulkhead", group.Key))),
            "{call}",
            description);
}
