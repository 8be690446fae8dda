using System.Data.Common;
using DistPatterns.EventSourcing;
using DistPatterns.Outbox;
using DistPatterns.Sagas;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DistPatterns;

/// <summary>The database of all parts.</summary>
public static class DatabaseBuilderExtensions
{
    /// <summary>Adds what every database brings. The package of a database calls this, and adds what is its own.</summary>
    /// <param name="builder">The parts of the program.</param>
    /// <param name="source">The database.</param>
    /// <param name="tables">The tables of each part; those of parts in use are checked when the host starts.</param>
    public static DistPatternsBuilder AddDatabase(this DistPatternsBuilder builder, Func<IServiceProvider, DbDataSource> source, params IReadOnlyList<Func<IServiceProvider, StoreSchema>> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var services = builder.Services;
        services.AddOptions<ProjectionOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<OutboxSignal>();
        services.TryAddSingleton<ITransactionRunner>(s => new DataSourceTransactionRunner(source(s), s.GetRequiredService<IOutbox>()));
        services.TryAddSingleton<ISagaStore, SqlSagaStore>();
        services.TryAddSingleton(s => new ProjectionCheckpoints(source(s)));
        foreach (var schema in tables)
        {
            services.AddSingleton(s => new PartTables(schema(s), source(s)));
        }

        return builder;
    }

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

    /// <summary>Says that a part is in use: its tables are checked when the host starts, once, however often it is said.</summary>
    /// <param name="builder">The parts of the program.</param>
    /// <param name="component">The part.</param>
    /// <param name="check">What to check where the version of the tables is not all.</param>
    internal static void Needs(this DistPatternsBuilder builder, string component, Func<IServiceProvider, Func<CancellationToken, ValueTask>>? check = null)
    {
        var needed = new NeededTables(component);
        if (builder.Services.Any(s => needed.Equals(s.ImplementationInstance)))
        {
            return;
        }

        builder.Services.AddSingleton(needed);
        builder.Services.AddStartCheck(component, check ?? (s =>
        {
            var tables = s.TablesOf(component);
            return cancellationToken => tables.Schema.CheckAsync(tables.Source, cancellationToken);
        }));
    }

    private static PartTables TablesOf(this IServiceProvider services, string component) =>
        services.GetServices<PartTables>().FirstOrDefault(t => t.Schema.Component == component)
        ?? throw new InvalidOperationException($"'{component}' needs a database: call UsePostgres or UseSqlite.");
}
