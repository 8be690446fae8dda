using System.Diagnostics;
using System.Globalization;
using DistPatterns.Benchmarks.Outbox.Servers;

namespace DistPatterns.Benchmarks.Outbox.Draining;

/// <summary>As fast as RabbitMQ.Client goes: messages from memory, published pipelined with confirms, so many on their way as ours may have.</summary>
internal sealed class RawPublishing(Broker broker, int messages) : IContender
{
    public string Name => "RabbitMQ.Client, pipelined and confirmed, no database";

    public async Task<double[]> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var exchange = await OwnExchange.CreateAsync(broker);
        await using var publisher = await Publisher.OpenAsync(broker, exchange.Name);
        using var window = new SemaphoreSlim(Broker.Window);
        var bodies = Enumerable.Range(0, messages).Select(i => OrderPlaced.Body(i)).ToArray();
        var publishing = new List<Task>(messages);

        var since = Stopwatch.StartNew();
        for (var i = 0; i < messages; i++)
        {
            await window.WaitAsync(cancellationToken);
            publishing.Add(PublishAsync(i));
        }

        await Task.WhenAll(publishing);
        return [messages / since.Elapsed.TotalSeconds];

        async Task PublishAsync(int i)
        {
            await publisher.PublishAsync(i.ToString(CultureInfo.InvariantCulture), bodies[i]);
            window.Release();
        }
    }
}
