using System.Diagnostics.Metrics;

namespace DistPatterns.Replication;

/// <summary>The meter <c>DistPatterns.Replication</c>.</summary>
internal static class ReplicationMetrics
{
    private static readonly Meter Meter = new("DistPatterns.Replication");

    public static readonly Counter<long> Hedges = Meter.CreateCounter<long>(
        "distpatterns.quorum.hedges", "{request}", "Replicas asked because others were slow.");
    public static readonly Counter<long> Repairs = Meter.CreateCounter<long>(
        "distpatterns.quorum.repairs", "{write}", "Writes to replicas that were found stale.");
    public static readonly Counter<long> Faults = Meter.CreateCounter<long>("distpatterns.quorum.faults", "{answer}", "Answers that cannot be true.");
    public static readonly Counter<long> HintsKept = Meter.CreateCounter<long>("distpatterns.quorum.hints.kept", "{write}", "Missed writes kept for later.");
    public static readonly Counter<long> HintsDropped = Meter.CreateCounter<long>(
        "distpatterns.quorum.hints.dropped", "{write}", "Missed writes not kept, since there were too many.");
    public static readonly Counter<long> HintsDelivered = Meter.CreateCounter<long>(
        "distpatterns.quorum.hints.delivered", "{write}", "Missed writes that their replica took later.");
}
