using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns;

/// <summary>Makes the tables of a program.</summary>
public static class TablesServiceProviderExtensions
{
    /// <summary>
    /// Creates the tables of every part in use, where they are missing. For development, tests and small programs: others run
    /// <see cref="StoreSchema.Script"/> with their own migrations.
    /// </summary>
    /// <exception cref="SchemaMismatchException">They are there in another version. Nothing was changed.</exception>
    public static async ValueTask CreateDistPatternsTablesAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        foreach (var part in services.GetServices<NeededTables>())
        {
            var tables = services.TablesOf(part.Component);
            await tables.Schema.CreateAsync(tables.Source, cancellationToken).ConfigureAwait(false);
        }
    }

    internal static PartTables TablesOf(this IServiceProvider services, string component) =>
        services.GetServices<PartTables>().FirstOrDefault(t => t.Schema.Component == component)
        ?? throw new InvalidOperationException($"'{component}' needs a database: call UsePostgres or UseSqlite.");
}
