using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Messaging;

internal static partial class RabbitMqTelemetry
{
    public const string Name = "DistPatterns.RabbitMQ";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Source = new(Name);
    private static readonly Counter<long> PublishedCount = Meter.CreateCounter<long>(
        "distpatterns.rabbitmq.published", "{message}", "Messages published, by how it ended.");
    private static readonly Histogram<double> Confirmed = Meter.CreateHistogram<double>(
        "distpatterns.rabbitmq.confirm.duration", "s", "Time from sending a message to its confirm.");
    private static readonly Counter<long> ConsumedCount = Meter.CreateCounter<long>(
        "distpatterns.rabbitmq.consumed", "{attempt}", "Attempts to handle a message, by how they ended.");
    private static readonly Histogram<double> Handled = Meter.CreateHistogram<double>(
        "distpatterns.rabbitmq.handle.duration", "s", "Time that an attempt to handle a message took, or several in one transaction.");

    public static void Published(string destination, string outcome, TimeSpan? confirmedAfter = null)
    {
        PublishedCount.Add(1, new("destination", destination), new("outcome", outcome));
        if (confirmedAfter is { } time)
        {
            Confirmed.Record(time.TotalSeconds, new KeyValuePair<string, object?>("destination", destination));
        }
    }

    public static void Consumed(string consumer, Receipt receipt, TimeSpan time) =>
        Consumed(consumer, receipt == Receipt.Handled ? "handled" : "duplicate", time);

    public static void Consumed(string consumer, string outcome, TimeSpan? time = null)
    {
        ConsumedCount.Add(1, new("consumer", consumer), new("outcome", outcome));
        if (time is { } duration)
        {
            Handled.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("consumer", consumer));
        }
    }

    public static void LeftBehind(ILogger logger, string consumer, int handlers)
    {
        ConsumedCount.Add(handlers, new("consumer", consumer), new("outcome", "left behind"));
        LogLeftBehind(logger, consumer, handlers);
    }

    public static Activity? StartPublish(Envelope envelope) => Start("publish", envelope.Destination, ActivityKind.Producer, envelope);

    public static Activity? StartProcess(Envelope envelope, string consumer) => Start("process", consumer, ActivityKind.Consumer, envelope);

    private static Activity? Start(string operation, string destination, ActivityKind kind, Envelope envelope)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        ActivityContext.TryParse(envelope.TraceParent, traceState: null, isRemote: true, out var parent);
        var activity = Source.StartActivity($"{operation} {destination}", kind, parent);
        return activity?.SetTag("messaging.system", "rabbitmq")
            .SetTag("messaging.operation.name", operation)
            .SetTag("messaging.destination.name", envelope.Destination)
            .SetTag("messaging.message.id", envelope.Id.ToString("D"));
    }

    [LoggerMessage(1, LogLevel.Information, "Messages are published to RabbitMQ at {Broker}.", EventName = "PublisherConnected")]
    public static partial void PublisherConnected(ILogger logger, string broker);

    [LoggerMessage(
        2, LogLevel.Warning, "The connection that publishes to RabbitMQ at {Broker} is lost: {Reason}. It is opened anew with the next messages.",
        EventName = "PublisherLost")]
    public static partial void PublisherLost(ILogger logger, string broker, string reason);

    [LoggerMessage(3, LogLevel.Warning, "RabbitMQ at {Broker} takes no messages now: {Reason}", EventName = "PublisherBlocked")]
    public static partial void PublisherBlocked(ILogger logger, string broker, string reason);

    [LoggerMessage(4, LogLevel.Information, "'{Consumer}' consumes from RabbitMQ at {Broker}.", EventName = "ConsumerConnected")]
    public static partial void ConsumerConnected(ILogger logger, string consumer, string broker);

    [LoggerMessage(5, LogLevel.Warning, "'{Consumer}' does not consume from RabbitMQ at {Broker}; it is tried again.", EventName = "ConsumerLost")]
    public static partial void ConsumerLost(ILogger logger, Exception exception, string consumer, string broker);

    [LoggerMessage(
        6, LogLevel.Warning, "'{Consumer}' failed in attempt {Attempt} with the message {Id}; it is tried again in {Delay}.", EventName = "MessageRetried")]
    public static partial void Retried(ILogger logger, Exception exception, string consumer, int attempt, string? id, TimeSpan delay);

    [LoggerMessage(
        7, LogLevel.Error, "'{Consumer}' gives up the message {Id} after {Attempts} attempts: it goes to '{DeadLetters}'.", EventName = "MessageDeadLettered")]
    public static partial void DeadLettered(ILogger logger, Exception exception, string consumer, string? id, int attempts, string deadLetters);

    [LoggerMessage(
        9, LogLevel.Error, "'{Consumer}' begins anew without {Handlers} handlers that hang: they should heed the token that they are given.",
        EventName = "HandlersLeftBehind")]
    private static partial void LogLeftBehind(ILogger logger, string consumer, int handlers);

    [LoggerMessage(
        8, LogLevel.Debug, "'{Consumer}' could not handle {Count} messages in one transaction, and handles each by itself.", EventName = "MessagesSeparated")]
    public static partial void Separated(ILogger logger, Exception exception, string consumer, int count);
}
