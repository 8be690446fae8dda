using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Shop.Inventory.Stock;
using Shop.Messaging;

namespace Shop.Inventory;

public sealed record SoldLine(string Sku, int Quantity);

public sealed record OrderPlaced(Guid OrderId, IReadOnlyList<SoldLine> Lines);

/// <summary>Takes what was sold out of the stock, and acknowledges an order when all of its lines are taken.</summary>
public sealed class OrderPlacedConsumer(RabbitMqConnection connection, StockLevels levels, StockLanes lanes, StockFeed feed) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var channel = await connection.OpenChannelAsync(stoppingToken);
        await channel.BasicQosAsync(0, prefetchCount: 50, global: false, stoppingToken);
        await channel.QueueDeclareAsync("inventory", durable: true, exclusive: false, autoDelete: false, cancellationToken: stoppingToken);
        await channel.QueueBindAsync("inventory", connection.Exchange, nameof(OrderPlaced), cancellationToken: stoppingToken);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var order = JsonSerializer.Deserialize<OrderPlaced>(delivery.Body.Span)!;
            await Task.WhenAll(order.Lines.Select(l => TakeAsync(order.OrderId, Sku.Parse(l.Sku), l.Quantity, stoppingToken)));
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, stoppingToken);
        };
        await channel.BasicConsumeAsync("inventory", autoAck: false, consumer, stoppingToken);
        await lanes.RunAsync(stoppingToken);
    }

    private async Task TakeAsync(Guid orderId, Sku sku, int quantity, CancellationToken cancellationToken)
    {
        var taken = new TaskCompletionSource();
        await lanes.EnqueueAsync(sku, async () =>
        {
            try
            {
                if (await levels.TakeAsync(orderId, sku, quantity) is { } available)
                    await feed.SendAsync(new(sku.ToString(), available), cancellationToken);
                lanes.Count(sku);
                taken.SetResult();
            }
            catch (Exception error)
            {
                taken.SetException(error);
            }
        }, cancellationToken);
        await taken.Task;
    }
}
