using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Messaging;

/// <summary>What consumers show, under <c>DistPatterns.Messaging</c>.</summary>
internal static partial class MessagingTelemetry
{
    private const string Name = "DistPatterns.Messaging";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Received = Meter.CreateCounter<long>(
        "distpatterns.messaging.received", "{message}", "Deliveries to a consumer, by what became of them.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "distpatterns.messaging.duration", "s", "Time from a delivery, or several in one transaction, to the commit or failure.");

    private static readonly Counter<long> Left = Meter.CreateCounter<long>(
        "distpatterns.messaging.left.behind", "{handler}", "Handlers that went on after they were cancelled, and were left behind.");

    /// <summary>Continues the trace of a message while it is handled.</summary>
    public static Activity? StartProcess(string consumer, Envelope envelope)
    {
        ActivityContext.TryParse(envelope.TraceParent, null, isRemote: true, out var parent);
        return Source.StartActivity($"process {envelope.Destination}", ActivityKind.Consumer, parent)?
            .SetTag("messaging.operation.type", "process")
            .SetTag("messaging.destination.name", envelope.Destination)
            .SetTag("messaging.consumer.group.name", consumer)
            .SetTag("messaging.message.id", envelope.Id);
    }

    public static void Ended(ILogger logger, string consumer, Envelope envelope, Receipt receipt, long began)
    {
        Count(consumer, receipt == Receipt.Handled ? "handled" : "duplicate", began);
        if (receipt == Receipt.Duplicate)
        {
            Duplicate(logger, consumer, envelope.Type, envelope.Id);
        }
    }

    public static void Failed(string consumer, Exception exception, long began) =>
        Count(consumer, exception is PoisonMessageException ? "poison" : "failed", began);

    public static void LeftBehind(ILogger logger, Exception exception, string consumer)
    {
        Left.Add(1, new KeyValuePair<string, object?>("consumer", consumer));
        LogLeftBehind(logger, exception, consumer);
    }

    [LoggerMessage(
        3, LogLevel.Error, "'{Consumer}' goes on without a handler that hangs: it should heed the token that it is given.", EventName = "HandlerLeftBehind")]
    private static partial void LogLeftBehind(ILogger logger, Exception exception, string consumer);

    [LoggerMessage(1, LogLevel.Debug, "'{Consumer}' has handled the '{Type}' {Id} before.", EventName = "DuplicateMessage")]
    private static partial void Duplicate(ILogger logger, string consumer, string type, Guid id);

    [LoggerMessage(2, LogLevel.Debug, "'{Consumer}' does not want the '{Type}' {Id}.", EventName = "UnwantedMessage")]
    public static partial void Unwanted(ILogger logger, string consumer, string type, Guid id);

    private static void Count(string consumer, string outcome, long began)
    {
        var tags = new TagList { { "consumer", consumer }, { "outcome", outcome } };
        Received.Add(1, tags);
        Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tags);
    }
}
