using DistPatterns.Registry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.ServiceDiscovery;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The registry of services on PostgreSQL as services, on the <see cref="NpgsqlDataSource"/> of the services.</summary>
public static class PostgresServiceRegistryServiceCollectionExtensions
{
    /// <summary>
    /// Registers this process: from when the host has started until before anything of it stops. Options are validated, and the
    /// table is checked, when the host starts.
    /// </summary>
    public static IServiceCollection AddPostgresServiceRegistration(this IServiceCollection services, Action<ServiceRegistrationOptions> configure)
    {
        services.AddOptions<ServiceRegistrationOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        return services.AddRegistry().AddSingleton<IHostedService, ServiceRegistration>();
    }

    /// <summary>
    /// Lets <c>AddServiceDiscovery</c> find the registered instances, beside its configuration and DNS providers; the first that knows a
    /// service has the word, in the order in which they were added.
    /// </summary>
    public static IServiceCollection AddPostgresServiceEndpointProvider(
        this IServiceCollection services, Action<PostgresServiceEndpointProviderOptions>? configure = null)
    {
        services.AddOptions<PostgresServiceEndpointProviderOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.AddServiceDiscoveryCore();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceEndpointProviderFactory, PostgresServiceEndpointProviderFactory>());
        return services.AddRegistry();
    }

    private static IServiceCollection AddRegistry(this IServiceCollection services)
    {
        if (!services.Any(s => s.ServiceType == typeof(PostgresServiceRegistry)))
        {
            services.AddSingleton<PostgresServiceRegistry>();
            services.AddTables(PostgresServiceRegistry.Schema, s => s.GetRequiredService<NpgsqlDataSource>());
        }

        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
