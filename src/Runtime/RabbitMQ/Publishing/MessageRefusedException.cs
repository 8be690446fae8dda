namespace DistPatterns.Messaging;

/// <summary>The broker refused a message: a queue is full, or could not store it.</summary>
public sealed class MessageRefusedException(Envelope envelope, Exception? cause = null) : Exception(
    $"The broker refused the message {envelope.Id} of '{envelope.Type}' to '{envelope.Destination}': a queue of it is full or could not store it.", cause);
