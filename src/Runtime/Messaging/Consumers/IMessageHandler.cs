namespace DistPatterns.Messaging;

/// <summary>Handles messages of one type, in the transaction that the context carries. Made anew for each message, in a scope of its own.</summary>
public interface IMessageHandler<in TMessage>
{
    /// <summary>Handles a message. What it writes in the transaction commits together with the mark that the message was handled, or not at all.</summary>
    ValueTask HandleAsync(TMessage message, MessageContext context, CancellationToken cancellationToken);
}
