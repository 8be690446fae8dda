using System.Diagnostics.Metrics;

namespace DistPatterns.EventSourcing;

/// <summary>What event stores and projections show, under <c>DistPatterns.EventSourcing</c>.</summary>
internal static class EventSourcingMetrics
{
    private static readonly Meter Meter = new("DistPatterns.EventSourcing");

    public static readonly Counter<long> Appended = Meter.CreateCounter<long>(
        "distpatterns.events.appended", "{event}", "Events appended, in transactions that may yet roll back.");
    public static readonly Counter<long> Applied = Meter.CreateCounter<long>(
        "distpatterns.projection.applied", "{event}", "Events that a projection has applied.");
    public static readonly Counter<long> Failed = Meter.CreateCounter<long>(
        "distpatterns.projection.failures", "{failure}", "Batches that a projection could not apply.");
    public static readonly Gauge<double> Behind = Meter.CreateGauge<double>(
        "distpatterns.projection.lag", "s", "The age of the oldest event that a projection has not applied.");
    public static readonly Gauge<double> HeldUp = Meter.CreateGauge<double>(
        "distpatterns.projection.held_up", "s", "The age of the oldest transaction still writing: no projection gets past where it began to.");
}
