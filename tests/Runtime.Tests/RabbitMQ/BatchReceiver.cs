using System.Collections.Concurrent;
using DistPatterns.Messaging;

namespace DistPatterns.Runtime.Tests.RabbitMQ;

/// <summary>A receiver of batches that tells what it was given, and does what it is told.</summary>
internal sealed class BatchReceiver(RabbitMqBench bench, Func<Guid[], CancellationToken, Task> handle) : IBatchReceiver
{
    private readonly System.Threading.Channels.Channel<Guid[]> _handled = System.Threading.Channels.Channel.CreateUnbounded<Guid[]>();

    public string Consumer { get; } = $"{bench.Name}.shipping";

    public IReadOnlyCollection<string> Destinations { get; } = [bench.Destination()];

    public int MaxBatch => 16;

    /// <summary>The messages of each attempt.</summary>
    public ConcurrentQueue<Guid[]> Calls { get; } = [];

    public bool IsBatchable(Envelope envelope) => true;

    public async ValueTask<Receipt> ReceiveAsync(Envelope envelope, CancellationToken cancellationToken) => (await ReceiveAsync([envelope], cancellationToken))[0];

    public async ValueTask<IReadOnlyList<Receipt>> ReceiveAsync(IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. envelopes.Select(e => e.Id)];
        Calls.Enqueue(ids);
        await handle(ids, cancellationToken);
        _handled.Writer.TryWrite(ids);
        return [.. envelopes.Select(_ => Receipt.Handled)];
    }

    /// <summary>Waits until what was handled is as it should be.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<Guid>, bool> isDone)
    {
        var handled = new List<Guid>();
        while (!isDone(handled))
        {
            handled.AddRange(await _handled.Reader.ReadAsync(TestContext.Current.CancellationToken));
        }
    }
}
