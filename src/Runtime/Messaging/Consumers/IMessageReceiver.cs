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

/// <summary>A consumer that can handle several messages in one transaction. Where it does not go well, a transport hands it each by itself.</summary>
public interface IBatchReceiver : IMessageReceiver
{
    /// <summary>How many it takes together at most; 1 where each message has a transaction of its own.</summary>
    int MaxBatch { get; }

    /// <summary>Whether a message may be handled with others: what is done for it can be rolled back and done again.</summary>
    bool IsBatchable(Envelope envelope);

    /// <summary>Handles deliveries one after the other in one transaction. It is safe to acknowledge all of them to the broker when this returns.</summary>
    /// <returns>What became of each.</returns>
    /// <exception cref="Exception">None was handled, and nothing was committed: deliver each by itself.</exception>
    ValueTask<IReadOnlyList<Receipt>> ReceiveAsync(IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken);
}

/// <summary>What became of a delivery.</summary>
public enum Receipt
{
    /// <summary>It was handled now.</summary>
    Handled,

    /// <summary>It had been handled before; nothing was done.</summary>
    Duplicate,
}

/// <summary>A message that fails however often it is tried: it is to be set aside, where an operator can look at it.</summary>
public abstract class PoisonMessageException(string message, Exception? cause = null) : Exception(message, cause);
