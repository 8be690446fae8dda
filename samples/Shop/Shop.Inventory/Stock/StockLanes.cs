using System.Threading.Channels;

namespace Shop.Inventory.Stock;

/// <summary>Works on different articles at once, and on one article in order. The lanes are this process's own.</summary>
public sealed class StockLanes
{
    private readonly Channel<Func<Task>>[] _lanes = [.. Enumerable.Range(0, 8).Select(_ => Channel.CreateBounded<Func<Task>>(100))];
    private readonly object[] _counters = [.. Enumerable.Range(0, 8).Select(_ => new object())];
    private readonly Dictionary<Sku, int> _done = [];

    public ValueTask EnqueueAsync(Sku sku, Func<Task> work, CancellationToken cancellationToken) =>
        _lanes[(uint)sku.GetHashCode() % _lanes.Length].Writer.WriteAsync(work, cancellationToken);

    public void Count(Sku sku)
    {
        lock (_counters[Math.Abs(sku.GetHashCode()) % _counters.Length])
            _done[sku] = _done.GetValueOrDefault(sku) + 1;
    }

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(_lanes.Select(l => RunAsync(l.Reader, cancellationToken)));

    private static async Task RunAsync(ChannelReader<Func<Task>> lane, CancellationToken cancellationToken)
    {
        await foreach (var work in lane.ReadAllAsync(cancellationToken))
            await work();
    }
}
