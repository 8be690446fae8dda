using System.Data.Common;
using DistPatterns.EventSourcing;
using DistPatterns.Messaging;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The event store on SQLite as a service.</summary>
public static class SqliteEventStoreServiceCollectionExtensions
{
    /// <summary>Adds the event store in the database given. Its tables are checked when the host starts.</summary>
    public static IServiceCollection AddSqliteEventStore(this IServiceCollection services, Func<IServiceProvider, DbDataSource> source)
    {
        services.TryAddSingleton<IEventStore>(s => new SqliteEventStore(source(s), s.GetRequiredService<MessageCodec>(), s.GetRequiredService<IMessageSerializer>()));
        return services.AddProjections(source).AddSchemaCheck(SqliteEventStore.Schema, source);
    }
}
