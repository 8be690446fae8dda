using DistPatterns.Caching;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Cache invalidations over PostgreSQL as a service.</summary>
public static class PostgresInvalidationBusServiceCollectionExtensions
{
    /// <summary>
    /// Spreads the invalidations of the container's <see cref="VersionedCache"/> with NOTIFY, over its <see cref="Npgsql.NpgsqlDataSource"/>. Options
    /// are validated at start.
    /// </summary>
    public static IServiceCollection AddPostgresInvalidationBus(this IServiceCollection services, Action<PostgresInvalidationBusOptions>? configure = null)
    {
        services.AddOptions<PostgresInvalidationBusOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PostgresInvalidationBus>();
        services.TryAddSingleton<IInvalidationBus>(s => s.GetRequiredService<PostgresInvalidationBus>());
        services.AddHostedService(s => s.GetRequiredService<PostgresInvalidationBus>());
        return services;
    }
}
