using DistPatterns;
using DistPatterns.Outbox;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>PostgreSQL as the database of all parts.</summary>
public static class PostgresDistPatternsBuilderExtensions
{
    /// <summary>Keeps everything in the PostgreSQL that the connection string names. Tables are found by its search path.</summary>
    public static DistPatternsBuilder UsePostgres(this DistPatternsBuilder builder, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        builder.Services.TryAddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        return AddStores(builder);
    }

    /// <summary>Keeps everything in the PostgreSQL of a data source, which stays the caller's.</summary>
    public static DistPatternsBuilder UsePostgres(this DistPatternsBuilder builder, NpgsqlDataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        builder.Services.TryAddSingleton(source);
        return AddStores(builder);
    }

    private static DistPatternsBuilder AddStores(DistPatternsBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton<ITransactionRunner>(s => new DataSourceTransactionRunner(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<OutboxSignal>().Committed));
        services.TryAddSingleton<IOutbox, PostgresOutbox>();
        services.TryAddSingleton<IOutboxQueue, PostgresOutboxQueue>();
        services.TryAddSingleton<IParkedMessages>(s => new SqlParkedMessages(s.GetRequiredService<NpgsqlDataSource>(), PostgresOutbox.Dialect));
        services.TryAddSingleton<OutboxSignal>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PostgresOutboxWake>());
        return builder;
    }
}
