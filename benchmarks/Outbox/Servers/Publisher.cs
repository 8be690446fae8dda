using RabbitMQ.Client;

namespace DistPatterns.Benchmarks.Outbox.Servers;

/// <summary>RabbitMQ.Client as one uses it: a channel whose publishing ends with the broker's confirm.</summary>
internal sealed class Publisher : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly string _exchange;

    private Publisher(IConnection connection, IChannel channel, string exchange) => (_connection, _channel, _exchange) = (connection, channel, exchange);

    public static async Task<Publisher> OpenAsync(Broker broker, string exchange)
    {
        var connection = await broker.ConnectAsync();
        var channel = await connection.CreateChannelAsync(new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null));
        return new(connection, channel, exchange);
    }

    public ValueTask PublishAsync(string id, ReadOnlyMemory<byte> body) =>
        _channel.BasicPublishAsync(_exchange, nameof(OrderPlaced), mandatory: true, new BasicProperties { MessageId = id, Persistent = true }, body);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
