using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns;

/// <summary>The tables of a program.</summary>
public static class TablesServiceProviderExtensions
{
    /// <summary>
    /// Creates the tables of every part in use, where they are missing. For development, tests and small programs: others run the scripts of
    /// <see cref="GetDistPatternsTables"/> with their own migrations.
    /// </summary>
    /// <exception cref="SchemaMismatchException">They are there in another version. Nothing was changed.</exception>
    public static async ValueTask CreateDistPatternsTablesAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        foreach (var tables in services.GetDistPatternsTables())
        {
            await tables.Schema.CreateAsync(tables.Source, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The tables of every part in use, each with its script (<see cref="StoreSchema.Script"/>).</summary>
    /// <exception cref="InvalidOperationException">A part has no database.</exception>
    public static IEnumerable<PartTables> GetDistPatternsTables(this IServiceProvider services) =>
        services.GetServices<NeededTables>().Select(part => services.TablesOf(part.Component));

    internal static PartTables TablesOf(this IServiceProvider services, string component) =>
        services.GetServices<PartTables>().FirstOrDefault(t => t.Schema.Component == component)
        ?? throw new InvalidOperationException($"'{component}' needs a database: call UsePostgres or UseSqlite.");
}
