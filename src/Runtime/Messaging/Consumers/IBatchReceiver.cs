namespace DistPatterns.Messaging;

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
