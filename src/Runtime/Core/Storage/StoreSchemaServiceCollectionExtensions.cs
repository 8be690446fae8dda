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
        return services.AddStartCheck(schema.Component, s =>
        {
            var database = source(s);
            return cancellationToken => schema.CheckAsync(database, cancellationToken);
        });
    }

    /// <summary>Checks something of a database before anything of the host starts, as <see cref="AddSchemaCheck"/> does.</summary>
    internal static IServiceCollection AddStartCheck(this IServiceCollection services, string component, Func<IServiceProvider, Func<CancellationToken, ValueTask>> check)
    {
        services.AddLogging();
        return services.AddSingleton<IHostedService>(s => new StartCheck(component, check(s), s.GetRequiredService<ILogger<StartCheck>>()));
    }
}
