using System.Diagnostics;
using System.Diagnostics.Metrics;
using DistPatterns.Tracing;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Coordination;

/// <summary>What leases show, under <c>DistPatterns.Coordination</c>.</summary>
internal static partial class LeaseTelemetry
{
    private const string Name = "DistPatterns.Coordination";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Granted = Meter.CreateCounter<long>("distpatterns.lease.granted", "{lease}", "Leases granted to this process.");
    private static readonly Counter<long> Gone = Meter.CreateCounter<long>("distpatterns.lease.lost", "{lease}", "Leases lost while they were wanted.");
    private static readonly Counter<long> Failed = Meter.CreateCounter<long>(
        "distpatterns.lease.renewal.failed", "{renewal}", "Renewals that the store did not answer.");

    /// <summary>Asks the store in a span of its own, which says for which lease and what was answered.</summary>
    public static ValueTask<T> AskAsync<T>(string operation, string name, Func<Task<T>> ask) =>
        Source.RunAsync($"{operation} lease", async span =>
        {
            span?.SetTag("lease", name);
            var answer = await ask().ConfigureAwait(false);
            span?.SetTag("lease.answer", answer);
            return answer;
        });

    public static void Acquired(ILogger logger, string name, long token)
    {
        Granted.Add(1, Tag(name));
        LogAcquired(logger, name, token);
    }

    public static void Lost(ILogger logger, string name, long token)
    {
        Gone.Add(1, Tag(name));
        LogLost(logger, name, token);
    }

    public static void RenewalFailed(ILogger logger, Exception exception, string name, long token)
    {
        Failed.Add(1, Tag(name));
        LogRenewalFailed(logger, exception, name, token);
    }

    [LoggerMessage(1, LogLevel.Information, "Lease '{Name}' is held under token {Token}.", EventName = "LeaseAcquired")]
    private static partial void LogAcquired(ILogger logger, string name, long token);

    [LoggerMessage(2, LogLevel.Warning, "Lease '{Name}' under token {Token} is lost.", EventName = "LeaseLost")]
    private static partial void LogLost(ILogger logger, string name, long token);

    [LoggerMessage(
        3, LogLevel.Warning, "Lease '{Name}' under token {Token} could not be renewed; it is tried again until it is lost.", EventName = "LeaseRenewalFailed")]
    private static partial void LogRenewalFailed(ILogger logger, Exception exception, string name, long token);

    [LoggerMessage(4, LogLevel.Information, "Lease '{Name}' under token {Token} is given up.", EventName = "LeaseResigned")]
    public static partial void Resigned(ILogger logger, string name, long token);

    [LoggerMessage(
        5, LogLevel.Warning, "Lease '{Name}' under token {Token} could not be given up; it expires by itself.", EventName = "LeaseResignationFailed")]
    public static partial void ResignationFailed(ILogger logger, Exception exception, string name, long token);

    [LoggerMessage(6, LogLevel.Warning, "The store of lease '{Name}' does not answer; nobody is granted it.", EventName = "LeaseStoreAway")]
    public static partial void StoreAway(ILogger logger, Exception exception, string name);

    private static KeyValuePair<string, object?> Tag(string name) => new("lease", name);
}
