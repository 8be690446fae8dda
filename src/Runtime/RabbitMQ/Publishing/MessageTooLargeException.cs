namespace DistPatterns.Messaging;

/// <summary>A message is larger than the broker takes.</summary>
public sealed class MessageTooLargeException(Envelope envelope, long? limit, Exception? cause = null) : Exception(
    $"The body of the message {envelope.Id} of '{envelope.Type}' has {envelope.Body.Length} bytes, and the broker takes {(limit is { } most ? $"at most {most}" : "no such size")}: send a reference to it instead.", cause);
