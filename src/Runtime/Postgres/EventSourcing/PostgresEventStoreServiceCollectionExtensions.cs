using DistPatterns.EventSourcing;
using DistPatterns.Messaging;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The event store on PostgreSQL as a service.</summary>
public static class PostgresEventStoreServiceCollectionExtensions
{
    /// <summary>Adds the event store in the database given. Its tables are checked when the host starts.</summary>
    public static IServiceCollection AddPostgresEventStore(this IServiceCollection services, Func<IServiceProvider, NpgsqlDataSource> source)
    {
        services.TryAddSingleton<IEventStore>(s => new PostgresEventStore(source(s), s.GetRequiredService<MessageCodec>(), s.GetRequiredService<IMessageSerializer>()));
        return services.AddProjections(source).AddSchemaCheck(PostgresEventStore.Schema, source);
    }
}
