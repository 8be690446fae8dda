using DistPatterns;
using DistPatterns.EventSourcing;
using DistPatterns.Inbox;
using DistPatterns.Outbox;
using DistPatterns.Sagas;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
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
        services.TryAddSingleton<IOutbox, PostgresOutbox>();
        services.TryAddSingleton<ISessionTerminator, PostgresSessionTerminator>();
        services.TryAddSingleton<IOutboxQueue, PostgresOutboxQueue>();
        services.TryAddSingleton<IParkedMessages>(s => new SqlParkedMessages(Source(s), PostgresOutbox.Dialect));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PostgresOutboxWake>());
        services.TryAddSingleton<IInboxCleaner, PostgresInbox>();
        services.TryAddSingleton(s => PostgresSagas.Cleaner(Source(s)));
        services.TryAddSingleton<IEventStore, PostgresEventStore>();
        return builder.AddDatabase(
            Source,
            s => PostgresOutbox.Schema(s.GetRequiredService<IOptions<OutboxOptions>>().Value.Buckets),
            _ => PostgresInbox.Schema,
            _ => PostgresSagas.Schema,
            _ => PostgresEventStore.Schema);
    }

    private static NpgsqlDataSource Source(IServiceProvider services) => services.GetRequiredService<NpgsqlDataSource>();
}
