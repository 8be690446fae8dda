using RabbitMQ.Client;

namespace DistPatterns.Benchmarks.Outbox.Servers;

/// <summary>An exchange for one measurement, with one durable queue behind it that takes everything.</summary>
internal sealed class OwnExchange : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private OwnExchange(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public string Name { get; } = $"bench-{Guid.NewGuid():n}";

    public static async Task<OwnExchange> CreateAsync(Broker broker)
    {
        var connection = await broker.ConnectAsync();
        var exchange = new OwnExchange(connection, await connection.CreateChannelAsync());
        var (name, channel) = (exchange.Name, exchange._channel);
        await channel.ExchangeDeclareAsync(name, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = broker.QueueType });
        await channel.QueueBindAsync(name, name, "#");
        return exchange;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.QueueDeleteAsync(Name);
        await _channel.ExchangeDeleteAsync(Name);
        await _connection.DisposeAsync();
    }
}
