// Written from the sources of Azure.Messaging.ServiceBus 7 and Azure.Messaging.EventHubs 5.
namespace Azure.Messaging.ServiceBus
{
    public class ServiceBusMessage(string body)
    {
        public string Body { get; } = body;

        public string? MessageId { get; set; }

        public string? SessionId { get; set; }
    }

    public class ServiceBusMessageBatch;

    public class ServiceBusReceivedMessage
    {
        public BinaryData Body => throw null!;

        public string MessageId => throw null!;
    }

    public class ServiceBusReceiver
    {
        public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task AbandonMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task DeferMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, string deadLetterReason, string? deadLetterErrorDescription = null, CancellationToken cancellationToken = default) => throw null!;
    }

    public class ProcessMessageEventArgs : EventArgs
    {
        public ServiceBusReceivedMessage Message => throw null!;

        public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task AbandonMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task DeferMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, string deadLetterReason, string? deadLetterErrorDescription = null, CancellationToken cancellationToken = default) => throw null!;
    }

    public class ProcessSessionMessageEventArgs : EventArgs
    {
        public ServiceBusReceivedMessage Message => throw null!;

        public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task AbandonMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task DeferMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, string deadLetterReason, string? deadLetterErrorDescription = null, CancellationToken cancellationToken = default) => throw null!;
    }

    public class ServiceBusSender
    {
        public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task<long> ScheduleMessageAsync(ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task<IReadOnlyList<long>> ScheduleMessagesAsync(IEnumerable<ServiceBusMessage> messages, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace Azure.Messaging.EventHubs
{
    public class EventData(string eventBody)
    {
        public string Body { get; } = eventBody;
    }
}

namespace Azure.Messaging.EventHubs.Producer
{
    public class SendEventOptions
    {
        public string? PartitionId { get; set; }

        public string? PartitionKey { get; set; }
    }

    public class EventDataBatch;

    public class EventHubProducerClient
    {
        public virtual Task SendAsync(IEnumerable<EventData> eventBatch, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task SendAsync(IEnumerable<EventData> eventBatch, SendEventOptions options, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task SendAsync(EventDataBatch eventBatch, CancellationToken cancellationToken = default) => throw null!;
    }

    public class EventHubBufferedProducerClient
    {
        public virtual Task<int> EnqueueEventAsync(EventData eventData, CancellationToken cancellationToken = default) => throw null!;

        public virtual Task<int> EnqueueEventsAsync(IEnumerable<EventData> events, CancellationToken cancellationToken = default) => throw null!;
    }
}
