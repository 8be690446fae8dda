using DistPatterns.Coordination;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Leases and leader elections as services. The store comes from the package of the database.</summary>
public static class LeaseServiceCollectionExtensions
{
    /// <summary>Adds <see cref="LeaseClient"/> over the <see cref="ILeaseStore"/> of the services. Options are validated at start.</summary>
    public static IServiceCollection AddLeases(this IServiceCollection services, Action<LeaseOptions>? configure = null)
    {
        services.AddOptions<LeaseOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => new LeaseClient(
            s.GetRequiredService<ILeaseStore>(),
            s.GetRequiredService<IOptions<LeaseOptions>>().Value,
            s.GetRequiredService<TimeProvider>(),
            s.GetService<ILogger<LeaseClient>>()));
        return services;
    }

    /// <summary>
    /// Campaigns for the lease <paramref name="name"/> as long as the host runs, and leads while it is held. The leases are added
    /// by the package of their database.
    /// </summary>
    /// <remarks>Adds the health check <c>leader election</c>: the state of every election, degraded while the store is away.</remarks>
    public static IServiceCollection AddLeaderElection<TLeader>(this IServiceCollection services, string name) where TLeader : class, ILeader
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        services.AddLogging();
        services.TryAddSingleton<TLeader>();
        services.AddSingleton(s => new LeaderElection(
            name, s.GetRequiredService<TLeader>(), s.GetRequiredService<LeaseClient>(), s.GetRequiredService<IOptions<LeaseOptions>>().Value,
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<LeaderElection>>()));
        services.AddSingleton<IHostedService>(s => s.GetServices<LeaderElection>().Single(e => e.Name == name));
        if (!services.Any(s => s.ServiceType == typeof(LeaderElectionHealthCheck)))
        {
            services.AddSingleton<LeaderElectionHealthCheck>();
            services.AddHealthChecks().AddCheck<LeaderElectionHealthCheck>("leader election");
        }

        return services;
    }
}
