namespace DistPatterns.Messaging;

/// <summary>The broker gave a message back, since no queue wants it.</summary>
public sealed class MessageReturnedException(Envelope envelope, Exception? cause = null) : Exception(
    $"The message {envelope.Id} of '{envelope.Type}' came back: no queue is bound to the exchange '{envelope.Destination}'. Start a consumer of it once, or bind a queue.", cause);
