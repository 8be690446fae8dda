namespace DistPatterns.Messaging;

/// <summary>One consumer of messages: what a transport hands each delivery to.</summary>
public interface IMessageReceiver
{
    /// <summary>The consumer's name. Each consumer handles each message once; a transport gives each its own queue.</summary>
    string Consumer { get; }

    /// <summary>The destinations whose messages it wants.</summary>
    IReadOnlyCollection<string> Destinations { get; }

    /// <summary>How many deliveries it asks to be handed at once in this process; null leaves it to the transport.</summary>
    int? MaxConcurrency => null;

    /// <summary>Handles a delivery. It is safe to acknowledge it to the broker when this returns.</summary>
    /// <exception cref="PoisonMessageException">It will never be handled: dead-letter it.</exception>
    /// <exception cref="ConsumerStoreAwayException">A database is away: deliver it again, without end.</exception>
    /// <exception cref="Exception">It was not handled, and nothing was committed: deliver it again.</exception>
    ValueTask<Receipt> ReceiveAsync(Envelope envelope, CancellationToken cancellationToken);
}
