using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Messaging;

/// <summary>A consumer for each receiver of the program. They start and stop at once.</summary>
internal sealed class RabbitMqConsumers(IEnumerable<IMessageReceiver> receivers, RabbitMqOptions options, TimeProvider time, ILogger<RabbitMqConsumer> logger)
    : IHostedService, IDisposable
{
    public IReadOnlyList<RabbitMqConsumer> All { get; } = [.. receivers.Select(r => new RabbitMqConsumer(r, options, time, logger))];

    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(All.Select(c => c.StartAsync(cancellationToken)));

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(All.Select(c => c.StopAsync(cancellationToken)));

    public void Dispose()
    {
        foreach (var consumer in All)
        {
            consumer.Dispose();
        }
    }
}
