using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Shop.Messaging;

public sealed class RabbitMqOptions
{
    public string HostName { get; set; } = "localhost";
    public string Exchange { get; set; } = "shop";
}

/// <summary>The one connection of this process, opened when it is first needed.</summary>
public sealed class RabbitMqConnection(IOptions<RabbitMqOptions> options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IConnection? _connection;

    public string Exchange => options.Value.Exchange;

    public async Task<IChannel> OpenChannelAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _connection ??= await new ConnectionFactory { HostName = options.Value.HostName }.CreateConnectionAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }

        return await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _gate.Dispose();
    }
}
