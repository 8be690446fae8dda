using System.Globalization;
using RabbitMQ.Client;

namespace DistPatterns.Messaging;

/// <summary>
/// Where a consumer sets messages aside, as they came, with the error in their headers. They are published and confirmed before
/// the original is acknowledged: a crash in between leaves two, never none, which a queue's own dead-lettering does not promise.
/// </summary>
internal sealed class DeadLetters(IChannel channel, string consumer, TimeProvider time)
{
    // The headers of a message travel in one frame, which is 128 KiB by default.
    private const int MaxErrorLength = 8_000;

    public string Name { get; } = RabbitMqTopology.DeadLettersOf(consumer);

    public static async Task<DeadLetters> OpenAsync(IConnection connection, string consumer, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);
        return new(await connection.CreateChannelAsync(options, cancellationToken).ConfigureAwait(false), consumer, time);
    }

    public async Task AddAsync(Delivery delivery, Exception error)
    {
        var headers = new Dictionary<string, object?>(delivery.Properties.Headers ?? new Dictionary<string, object?>())
        {
            [WireFormat.Destination] = delivery.Envelope?.Destination ?? delivery.Exchange,
            ["dp-consumer"] = consumer,
            ["dp-error"] = error.Message.Length > MaxErrorLength ? error.Message[..MaxErrorLength] : error.Message,
            ["dp-error-type"] = error.GetType().FullName,
            ["dp-attempts"] = delivery.Attempts,
            ["dp-dead-at"] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        };
        var properties = new BasicProperties(delivery.Properties) { Headers = headers, Persistent = true };
        await channel.BasicPublishAsync(Name, routingKey: "", mandatory: true, properties, delivery.Body, CancellationToken.None).ConfigureAwait(false);
    }
}
