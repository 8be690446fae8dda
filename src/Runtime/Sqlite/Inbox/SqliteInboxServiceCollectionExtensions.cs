using System.Data.Common;
using DistPatterns.Inbox;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The inbox on SQLite as a service.</summary>
public static class SqliteInboxServiceCollectionExtensions
{
    /// <summary>Adds the inbox in the database given. Its table is checked when the host starts.</summary>
    public static IServiceCollection AddSqliteInbox(this IServiceCollection services, Func<IServiceProvider, DbDataSource> source, Action<InboxOptions>? configure = null)
    {
        services.TryAddSingleton<IInboxCleaner>(s => new SqliteInbox(source(s)));
        return services.AddInbox(configure).AddSchemaCheck(SqliteInbox.Schema, source);
    }
}
