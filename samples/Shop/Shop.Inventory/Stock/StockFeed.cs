using System.Text.Json;
using RabbitMQ.Client;
using Shop.Messaging;

namespace Shop.Inventory.Stock;

/// <summary>Tells the shop windows how much is left. Each of 16 queues has one reader, so that the changes of an article stay in order.</summary>
public sealed class StockFeed(RabbitMqConnection connection)
{
    private const int Partitions = 16;

    public async Task SendAsync(StockChanged change, CancellationToken cancellationToken)
    {
        await using var channel = await connection.OpenChannelAsync(cancellationToken);
        var partition = (change.Sku.GetHashCode() & int.MaxValue) % Partitions;
        await channel.BasicPublishAsync("stock", $"stock.{partition}", JsonSerializer.SerializeToUtf8Bytes(change), cancellationToken);
    }
}
