using System.Text.Json;
using RabbitMQ.Client;

namespace Shop.Messaging;

/// <summary>Sends each event to the shop's exchange, with its type as the routing key.</summary>
public sealed class RabbitMqEventBus(RabbitMqConnection connection) : IEventBus
{
    public async Task PublishAsync(IntegrationEvent message, CancellationToken cancellationToken = default)
    {
        await using var channel = await connection.OpenChannelAsync(cancellationToken);
        var properties = new BasicProperties { MessageId = message.Id.ToString(), Type = message.GetType().Name, Persistent = true };
        var body = JsonSerializer.SerializeToUtf8Bytes(message, message.GetType());
        await channel.BasicPublishAsync(connection.Exchange, message.GetType().Name, mandatory: false, properties, body, cancellationToken);
    }
}
