namespace DistPatterns.Messaging;

/// <summary>The broker gave a message back, since no queue wants it. All of its type to that destination wait: queues may want others.</summary>
public sealed class MessageReturnedException(Envelope envelope, Exception? cause = null) : DestinationAwayException(
    $"The message {envelope.Id} of '{envelope.Type}' came back: no queue is bound to the exchange '{envelope.Destination}' for it. "
        + "Start a consumer of it once, or bind a queue.",
    envelope.Destination, envelope.Type, cause);
