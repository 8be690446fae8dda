using RabbitMQ.Client;

namespace DistPatterns.Messaging;

/// <summary>Takes what the broker delivers, and tells when the broker ends that, as it does when the queue is deleted: the channel stays open then.</summary>
internal sealed class QueueConsumer(IChannel channel, Func<Delivery, Task> take, Action ended) : AsyncDefaultBasicConsumer(channel)
{
    public override Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default) =>
        take(Delivery.Of(deliveryTag, exchange, new BasicProperties(properties), body.ToArray(), redelivered));

    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        ended();
        return base.HandleBasicCancelAsync(consumerTag, cancellationToken);
    }
}
