using DistPatterns.Caching;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The caches of <see cref="DistPatterns.Caching"/> as services.</summary>
public static class VersionedCacheServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="VersionedCache"/> over the container's <see cref="HybridCache"/>, which is added if it is not there.
    /// An <see cref="IInvalidationBus"/> of the container is used. Options are validated at start.
    /// </summary>
    public static IServiceCollection AddVersionedCache(this IServiceCollection services, Action<VersionedCacheOptions>? configure = null)
    {
        services.AddHybridCache();
        services.AddOptions<VersionedCacheOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => new VersionedCache(
            s.GetRequiredService<HybridCache>(),
            s.GetRequiredService<IOptions<VersionedCacheOptions>>(),
            s.GetService<IInvalidationBus>(),
            s.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>
    /// Adds <see cref="WriteBehindCache{T}"/> and a service that drains it. The container holds the <see cref="IWriteBehindLog{T}"/>, which must be
    /// durable, and the <see cref="IWriteBehindStore{T}"/>.
    /// </summary>
    public static IServiceCollection AddWriteBehindCache<T>(this IServiceCollection services, Action<WriteBehindOptions>? configure = null)
    {
        services.AddVersionedCache();
        services.AddOptions<WriteBehindOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<WriteBehindCache<T>>();
        services.AddHostedService<WriteBehindDrain<T>>();
        return services;
    }
}
