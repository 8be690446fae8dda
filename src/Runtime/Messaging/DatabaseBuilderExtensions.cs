using System.Data.Common;
using DistPatterns.EventSourcing;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Sagas;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DistPatterns;

/// <summary>The database of all parts.</summary>
internal static class DatabaseBuilderExtensions
{
    /// <summary>Adds what every database brings. The package of a database calls this, and adds what is its own.</summary>
    /// <param name="builder">The parts of the program.</param>
    /// <param name="source">The database.</param>
    /// <param name="tables">The tables of each part; those of parts in use are checked when the host starts.</param>
    public static DistPatternsBuilder AddDatabase(
        this DistPatternsBuilder builder, Func<IServiceProvider, DbDataSource> source, params IReadOnlyList<Func<IServiceProvider, StoreSchema>> tables)
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
}
