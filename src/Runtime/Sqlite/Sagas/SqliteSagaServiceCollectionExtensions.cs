using System.Data.Common;
using DistPatterns.Sagas;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sagas on SQLite as a service.</summary>
public static class SqliteSagaServiceCollectionExtensions
{
    /// <summary>Adds where sagas are kept: the database given, whose transactions messages are handled in. Its tables are checked when the host starts.</summary>
    public static IServiceCollection AddSqliteSagas(this IServiceCollection services, Func<IServiceProvider, DbDataSource> source)
    {
        services.TryAddSingleton<ISagaStore, SqlSagaStore>();
        return services.AddSchemaCheck(SqliteSagas.Schema, source);
    }
}
