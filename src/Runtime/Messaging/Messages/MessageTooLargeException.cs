namespace DistPatterns.Messaging;

/// <summary>A message whose body is larger than what is to take it takes: store the large part elsewhere and send where it lies.</summary>
/// <param name="envelope">The message.</param>
/// <param name="taker">What takes no such message: the outbox, the broker.</param>
/// <param name="limit">How large a body may be, in bytes; null where that is not known.</param>
/// <param name="cause">How the taker said so, if it did.</param>
public sealed class MessageTooLargeException(Envelope envelope, string taker, long? limit, Exception? cause = null) : PoisonMessageException(
    $"The body of the message {envelope.Id} of '{envelope.Type}' has {envelope.Body.Length} bytes, "
        + $"and the {taker} takes {(limit is { } most ? $"at most {most}" : "no such size")}: send a reference to it instead.",
    cause)
{
    /// <summary>How large the body is, in bytes.</summary>
    public int Size { get; } = envelope.Body.Length;

    /// <summary>How large it may be, in bytes; null where that is not known.</summary>
    public long? Limit { get; } = limit;
}
