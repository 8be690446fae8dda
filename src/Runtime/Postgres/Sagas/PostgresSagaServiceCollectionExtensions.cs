using DistPatterns.Sagas;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sagas on PostgreSQL as a service.</summary>
public static class PostgresSagaServiceCollectionExtensions
{
    /// <summary>Adds where sagas are kept: the database given, whose transactions messages are handled in. Its tables are checked when the host starts.</summary>
    public static IServiceCollection AddPostgresSagas(this IServiceCollection services, Func<IServiceProvider, NpgsqlDataSource> source)
    {
        services.TryAddSingleton<ISagaStore, SqlSagaStore>();
        return services.AddSchemaCheck(PostgresSagas.Schema, source);
    }
}
