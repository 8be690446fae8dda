using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>Takes messages from the outbox to where they go: a broker, or the consumers of this process.</summary>
public interface IOutboxTransport
{
    /// <summary>Sends a batch, pipelined, and waits until each message is confirmed or has failed. Messages of one key go in the order of the batch.</summary>
    /// <remarks>
    /// After a message has failed, the later ones of its key in the batch must not be sent: their result is <see cref="PublishResult.NotTried"/>.
    /// </remarks>
    /// <param name="batch">What to send.</param>
    /// <param name="cancellationToken">The time is up or the bucket is lost: answer at once, with what is not confirmed as not tried, or throw.</param>
    /// <returns>
    /// A result for each message, in the order of the batch. One that failed with a <see cref="PoisonMessageException"/> is parked, one with a
    /// <see cref="DestinationAwayException"/> waits for its destination, and any other failure counts against the message.
    /// </returns>
    /// <exception cref="Exception">None may have been sent: the broker is away.</exception>
    ValueTask<PublishResult[]> PublishAsync(ReadOnlyMemory<Envelope> batch, CancellationToken cancellationToken);
}
