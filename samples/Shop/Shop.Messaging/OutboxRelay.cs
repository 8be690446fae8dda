using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Shop.Messaging;

/// <summary>Publishes the rows of an outbox in the order of their ids, and marks what the broker has confirmed.</summary>
public sealed class OutboxRelay<TContext>(IServiceScopeFactory scopes, RabbitMqConnection connection, ILogger<OutboxRelay<TContext>> logger) : BackgroundService
    where TContext : DbContext, IOutboxContext
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SendPendingAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                logger.LogError(error, "The outbox could not be sent; the next round tries again");
            }
        }
    }

    private async Task SendPendingAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TContext>();
        var pending = await db.Outbox.Where(m => m.SentAt == null).OrderBy(m => m.Id).Take(100).ToListAsync(cancellationToken);
        if (pending.Count == 0)
            return;

        await using var channel = await connection.OpenChannelAsync(cancellationToken);
        foreach (var message in pending)
        {
            var properties = new BasicProperties { MessageId = message.Id.ToString(), Type = message.Type, Persistent = true };
            await channel.BasicPublishAsync(connection.Exchange, message.Type, mandatory: false, properties, message.Body, cancellationToken);
            message.SentAt = DateTime.UtcNow;
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
