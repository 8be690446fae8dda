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
    private static readonly Counter<long> Received = Meter.CreateCounter<long>("distpatterns.messaging.received", "{message}", "Deliveries to a consumer, by what became of them.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("distpatterns.messaging.duration", "s", "Time from a delivery to its commit or failure.");

    /// <summary>Continues the trace of the message until the delivery is over.</summary>
    public static Delivery Begin(string consumer, Envelope envelope)
    {
        ActivityContext.TryParse(envelope.TraceParent, null, isRemote: true, out var parent);
        var activity = Source.StartActivity($"process {envelope.Destination}", ActivityKind.Consumer, parent);
        activity?.SetTag("messaging.operation.type", "process")
            .SetTag("messaging.destination.name", envelope.Destination)
            .SetTag("messaging.consumer.group.name", consumer)
            .SetTag("messaging.message.id", envelope.Id);
        return new(consumer, activity, Stopwatch.GetTimestamp());
    }

    [LoggerMessage(1, LogLevel.Debug, "'{Consumer}' has handled the '{Type}' {Id} before.", EventName = "DuplicateMessage")]
    public static partial void Duplicate(ILogger logger, string consumer, string type, Guid id);

    [LoggerMessage(2, LogLevel.Debug, "'{Consumer}' does not want the '{Type}' {Id}.", EventName = "UnwantedMessage")]
    public static partial void Unwanted(ILogger logger, string consumer, string type, Guid id);

    /// <summary>One delivery while it is measured.</summary>
    public readonly struct Delivery(string consumer, Activity? activity, long began) : IDisposable
    {
        public void End(Receipt receipt) => Count(receipt == Receipt.Handled ? "handled" : "duplicate");

        public void Fail(Exception exception)
        {
            activity?.AddException(exception).SetStatus(ActivityStatusCode.Error, exception.Message);
            Count(exception is PoisonMessageException ? "poison" : "failed");
        }

        public void Dispose() => activity?.Dispose();

        private void Count(string outcome)
        {
            var tags = new TagList { { "consumer", consumer }, { "outcome", outcome } };
            Received.Add(1, tags);
            Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tags);
        }
    }
}
