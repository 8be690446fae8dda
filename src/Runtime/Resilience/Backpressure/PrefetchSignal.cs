using System.Threading.Channels;

namespace DistPatterns.Resilience;

/// <summary>
/// The prefetch that follows from how many items wait. It moves in steps of a quarter of its range, and to its ends:
/// each change costs the consumer a round trip to its broker.
/// </summary>
internal sealed class PrefetchSignal(BackpressureOptions options, Func<int> waiting)
{
    private readonly int _step = Math.Max(1, (options.MaxPrefetch - options.MinPrefetch) / 4);
    private readonly Lock _lock = new();

    // Whoever reads late reads the newest value, not every one between.
    private readonly Channel<int> _changes = Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private volatile int _current = options.MaxPrefetch;

    public int Current => _current;

    public ChannelReader<int> Changes => _changes.Reader;

    public void Update()
    {
        if (!IsWorthTelling(Target()))
        {
            return;
        }

        lock (_lock)
        {
            var target = Target();
            if (IsWorthTelling(target))
            {
                _current = target;
                _changes.Writer.TryWrite(target);
            }
        }
    }

    public void Complete() => _changes.Writer.TryComplete();

    private int Target()
    {
        var free = Math.Clamp(options.Capacity - waiting(), 0, options.Capacity);
        return options.MinPrefetch + (int)((long)(options.MaxPrefetch - options.MinPrefetch) * free / options.Capacity);
    }

    private bool IsWorthTelling(int target) =>
        target != _current
        && (target == options.MinPrefetch || target == options.MaxPrefetch || Math.Abs(target - _current) >= _step);
}
