using System.Data.Common;
using DistPatterns.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Checks of tables as services.</summary>
public static class StoreSchemaServiceCollectionExtensions
{
    /// <summary>
    /// Checks the tables before anything of the host starts, which fails with <see cref="SchemaMismatchException"/> when they
    /// are missing or of another version. When the database is away, a warning is logged and the host starts.
    /// </summary>
    public static IServiceCollection AddSchemaCheck(this IServiceCollection services, StoreSchema schema, Func<IServiceProvider, DbDataSource> source)
    {
        services.AddLogging();
        return services.AddSingleton<IHostedService>(s => new SchemaCheck(schema, source(s), s.GetRequiredService<ILogger<SchemaCheck>>()));
    }
}
