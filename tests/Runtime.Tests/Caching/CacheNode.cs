using DistPatterns.Caching;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Runtime.Tests.Caching;

/// <summary>One process with its cache: a first level of its own, perhaps a second one and a bus that it shares.</summary>
internal sealed class CacheNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public CacheNode(IInvalidationBus? bus = null, IDistributedCache? secondLevel = null, TimeProvider? time = null, Action<VersionedCacheOptions>? options = null)
    {
        var services = new ServiceCollection().AddLogging().AddVersionedCache(options);
        if (bus is not null)
            services.AddSingleton(bus);
        if (secondLevel is not null)
            services.AddSingleton(secondLevel);
        if (time is not null)
            services.AddSingleton(time);
        _services = services.BuildServiceProvider();
    }

    public VersionedCache Cache => _services.GetRequiredService<VersionedCache>();

    public HybridCache Hybrid => _services.GetRequiredService<HybridCache>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
