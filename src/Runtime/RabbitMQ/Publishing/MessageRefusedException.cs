namespace DistPatterns.Messaging;

/// <summary>The broker refused a message: a queue is full, or could not store it. All to its destination wait.</summary>
public sealed class MessageRefusedException(Envelope envelope, Exception? cause = null) : DestinationAwayException(
    $"The broker refused the message {envelope.Id} of '{envelope.Type}' to '{envelope.Destination}': a queue of it is full or could not store it.",
    envelope.Destination, cause: cause);
