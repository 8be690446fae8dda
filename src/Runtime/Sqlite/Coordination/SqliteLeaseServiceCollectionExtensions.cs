using DistPatterns.Coordination;
using DistPatterns.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Leases on SQLite as services.</summary>
public static class SqliteLeaseServiceCollectionExtensions
{
    /// <summary>Adds leases in the database that the connection string names. The tables are checked when the host starts.</summary>
    public static IServiceCollection AddSqliteLeases(this IServiceCollection services, string connectionString, Action<LeaseOptions>? configure = null)
    {
        services.TryAddSingleton<ILeaseStore>(_ => new SqliteLeaseStore(connectionString));
        return services.AddLeases(configure).AddTables(SqliteLeaseStore.Schema, _ => SqliteFactory.Instance.CreateDataSource(connectionString));
    }
}
