using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace DistPatterns.RateLimiting;

internal static partial class RateLimiterTelemetry
{
    private static readonly Meter Meter = new("DistPatterns.RateLimiting");
    private static readonly Counter<long> Acquisitions = Meter.CreateCounter<long>(
        "distpatterns.rate_limiter.acquisitions", "{acquisition}", "Acquisitions by what was answered: permitted, refused, or the database was away.");

    // Not tagged with the key: there may be one a user.
    public static void Answered(bool permitted) => Acquisitions.Add(1, Result(permitted ? "permitted" : "refused"));

    public static void AnsweredWithoutDatabase() => Acquisitions.Add(1, Result("away"));

    [LoggerMessage(
        1, LogLevel.Warning, "The database of the rate limiter '{Key}' is away; until it is back, the answer is {Answer}.", EventName = "RateLimiterAway")]
    public static partial void Away(ILogger logger, Exception exception, string key, DatabaseAway answer);

    private static KeyValuePair<string, object?> Result(string result) => new("result", result);
}
