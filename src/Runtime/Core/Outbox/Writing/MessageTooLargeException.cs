using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>A message whose body is larger than <see cref="OutboxOptions.MaxMessageBytes"/>. Nothing was written: store the large part elsewhere and send where it lies.</summary>
public sealed class MessageTooLargeException(Envelope envelope, int limit)
    : ArgumentException($"The body of the message {envelope.Id} of type '{envelope.Type}' has {envelope.Body.Length} bytes, and the outbox takes {limit} at most.")
{
    /// <summary>How large it is, in bytes.</summary>
    public int Size { get; } = envelope.Body.Length;

    /// <summary>How large it may be, in bytes.</summary>
    public int Limit { get; } = limit;
}
