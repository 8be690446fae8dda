using DistPatterns;
using DistPatterns.EventSourcing;
using DistPatterns.Inbox;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Sagas;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

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
        services.TryAddSingleton<IOutbox, SqliteOutbox>();
        services.TryAddSingleton<IOutboxQueue, SqliteOutboxQueue>();
        services.TryAddSingleton<IParkedMessages>(s => new SqlParkedMessages(Source(s), SqliteOutbox.Dialect));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SqliteOutboxWake>());
        services.TryAddSingleton<IInboxCleaner>(s => new SqliteInbox(Source(s)));
        services.TryAddSingleton(s => SqliteSagas.Cleaner(Source(s)));
        services.TryAddSingleton<IEventStore>(s =>
            new SqliteEventStore(Source(s), s.GetRequiredService<MessageCodec>(), s.GetRequiredService<IMessageSerializer>()));
        return builder.AddDatabase(
            Source,
            s => SqliteOutbox.Schema(s.GetRequiredService<IOptions<OutboxOptions>>().Value.Buckets),
            _ => SqliteInbox.Schema,
            _ => SqliteSagas.Schema,
            _ => SqliteEventStore.Schema);
    }

    private static SqliteDataSource Source(IServiceProvider services) => services.GetRequiredService<SqliteDataSource>();
}
