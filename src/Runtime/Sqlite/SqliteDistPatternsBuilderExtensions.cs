using DistPatterns;
using DistPatterns.Outbox;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>SQLite as the database of all parts.</summary>
public static class SqliteDistPatternsBuilderExtensions
{
    /// <summary>Keeps everything in the file of SQLite that the connection string names, for the processes of one machine.</summary>
    public static DistPatternsBuilder UseSqlite(this DistPatternsBuilder builder, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var services = builder.Services;
        services.TryAddSingleton(_ => new SqliteDataSource(connectionString));
        services.TryAddSingleton<ITransactionRunner>(s => new DataSourceTransactionRunner(s.GetRequiredService<SqliteDataSource>(), s.GetRequiredService<OutboxSignal>().Committed));
        services.TryAddSingleton<OutboxSignal>();
        services.TryAddSingleton<IOutbox, SqliteOutbox>();
        services.TryAddSingleton<IOutboxQueue, SqliteOutboxQueue>();
        services.TryAddSingleton<IParkedMessages>(s => new SqlParkedMessages(s.GetRequiredService<SqliteDataSource>(), SqliteOutbox.Dialect));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SqliteOutboxWake>());
        return builder;
    }
}
