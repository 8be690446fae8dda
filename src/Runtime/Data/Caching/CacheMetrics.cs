using System.Diagnostics.Metrics;

namespace DistPatterns.Caching;

/// <summary>What caches count, under <c>DistPatterns.Caching</c>.</summary>
internal static class CacheMetrics
{
    private static readonly Meter Meter = new("DistPatterns.Caching");

    public static readonly Counter<long> Loads = Meter.CreateCounter<long>("distpatterns.cache.loads", "{load}", "Values loaded from behind the cache.");
    public static readonly Counter<long> Overtaken = Meter.CreateCounter<long>(
        "distpatterns.cache.overtaken_loads", "{load}", "Loads that an invalidation overtook: nobody reads what they filled.");
    public static readonly Counter<long> Invalidations = Meter.CreateCounter<long>("distpatterns.cache.invalidations", "{invalidation}", "Invalidations sent.");
    public static readonly Counter<long> Received = Meter.CreateCounter<long>(
        "distpatterns.cache.received_invalidations", "{invalidation}", "Invalidations received from other nodes.");
    public static readonly Counter<long> Gaps = Meter.CreateCounter<long>(
        "distpatterns.cache.gaps", "{gap}", "Times that invalidations may have been lost, and everything was forgotten.");
}
