namespace DistPatterns.Messaging;

/// <summary>A message whose body is not what its type says.</summary>
public sealed class UnreadableMessageException(Envelope envelope, Exception cause) : PoisonMessageException(
    $"The body of the message {envelope.Id}, {envelope.Body.Length} bytes, is not a readable '{envelope.Type}': {cause.Message}", cause)
{
    /// <summary>The message as it came.</summary>
    public Envelope Envelope { get; } = envelope;
}
