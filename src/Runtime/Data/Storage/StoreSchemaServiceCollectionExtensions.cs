using System.Data.Common;
using DistPatterns;
using DistPatterns.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Tables that a program needs.</summary>
public static class StoreSchemaServiceCollectionExtensions
{
    /// <summary>
    /// Says that the program needs tables: <see cref="TablesServiceProviderExtensions.CreateDistPatternsTablesAsync"/> creates them, and they are checked
    /// before anything of the host starts, which fails with <see cref="SchemaMismatchException"/> when they are missing or of another version. When the
    /// database is away, a warning is logged and the host starts.
    /// </summary>
    public static IServiceCollection AddTables(this IServiceCollection services, StoreSchema schema, Func<IServiceProvider, DbDataSource> source)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(source);
        services.AddSingleton(s => new PartTables(schema, source(s)));
        services.Needs(schema.Component);
        return services;
    }

    /// <summary>Says that a part is in use: its tables are checked when the host starts, once, however often it is said.</summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="component">The part.</param>
    /// <param name="check">What to check where the version of the tables is not all.</param>
    internal static void Needs(this IServiceCollection services, string component, Func<IServiceProvider, Func<CancellationToken, ValueTask>>? check = null)
    {
        var needed = new NeededTables(component);
        if (services.Any(s => needed.Equals(s.ImplementationInstance)))
        {
            return;
        }

        services.AddSingleton(needed);
        services.AddStartCheck(component, check ?? (s =>
        {
            var tables = s.TablesOf(component);
            return cancellationToken => tables.Schema.CheckAsync(tables.Source, cancellationToken);
        }));
    }

    private static void AddStartCheck(this IServiceCollection services, string component, Func<IServiceProvider, Func<CancellationToken, ValueTask>> check)
    {
        services.AddLogging();
        services.AddSingleton<IHostedService>(s => new StartCheck(component, check(s), s.GetRequiredService<ILogger<StartCheck>>()));
    }
}
