using DistPatterns.Inbox;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The inbox on PostgreSQL as a service.</summary>
public static class PostgresInboxServiceCollectionExtensions
{
    /// <summary>Adds the inbox in the database given. Its tables are checked when the host starts.</summary>
    public static IServiceCollection AddPostgresInbox(this IServiceCollection services, Func<IServiceProvider, NpgsqlDataSource> source, Action<InboxOptions>? configure = null)
    {
        services.TryAddSingleton<IInboxCleaner>(s => new PostgresInbox(source(s)));
        return services.AddInbox(configure).AddSchemaCheck(PostgresInbox.Schema, source);
    }
}
