using DistPatterns.Coordination;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Leases on PostgreSQL as services.</summary>
public static class PostgresLeaseServiceCollectionExtensions
{
    /// <summary>Adds leases on the <see cref="NpgsqlDataSource"/> of the services. The tables are checked when the host starts.</summary>
    public static IServiceCollection AddPostgresLeases(this IServiceCollection services, Action<LeaseOptions>? configure = null)
    {
        services.TryAddSingleton<ILeaseStore, PostgresLeaseStore>();
        return services.AddLeases(configure).AddTables(PostgresLeaseStore.Schema, s => s.GetRequiredService<NpgsqlDataSource>());
    }
}
