using Microsoft.Extensions.Logging;

namespace DistPatterns.Replication;

internal static partial class ReplicationLog
{
    [LoggerMessage(1, LogLevel.Error, "Replica {Replica} gave an answer that cannot be true; it was not counted")]
    public static partial void Fault(ILogger logger, string replica, Exception fault);

    [LoggerMessage(2, LogLevel.Warning, "Replica {Replica} missed the write {Version}; it is offered again later")]
    public static partial void Missed(ILogger logger, string replica, WriteVersion version, Exception reason);

    [LoggerMessage(3, LogLevel.Warning, "The leader does not say how far its log is; reads that may not be stale go to it until it does")]
    public static partial void LeaderAway(ILogger logger, Exception reason);
}
