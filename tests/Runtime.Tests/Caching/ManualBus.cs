using DistPatterns.Caching;

namespace DistPatterns.Runtime.Tests.Caching;

/// <summary>A bus that delivers when the test says so, in the order that it says.</summary>
internal sealed class ManualBus : IInvalidationBus
{
    private readonly List<(Action<CacheInvalidation> Received, Action Gap)> _subscribers = [];

    public List<CacheInvalidation> Sent { get; } = [];

    public ValueTask PublishAsync(CacheInvalidation invalidation, CancellationToken cancellationToken)
    {
        Sent.Add(invalidation);
        return ValueTask.CompletedTask;
    }

    public IDisposable Subscribe(Action<CacheInvalidation> received, Action gap)
    {
        _subscribers.Add((received, gap));
        return new CancellationTokenSource();
    }

    public void DeliverAll() => Sent.ForEach(Deliver);

    public void Deliver(CacheInvalidation invalidation) => _subscribers.ForEach(s => s.Received(invalidation));

    public void Gap() => _subscribers.ForEach(s => s.Gap());
}
