using DistPatterns.Inbox;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The inbox as a service.</summary>
public static class InboxServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IInbox"/> and its clean-up. The tables and the <see cref="IInboxCleaner"/> come from the package of
    /// the database, which calls this. Options are validated at start.
    /// </summary>
    public static IServiceCollection AddInbox(this IServiceCollection services, Action<InboxOptions>? configure = null)
    {
        services.AddLogging();
        services.AddOptions<InboxOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IInbox, SqlInbox>();
        return services.AddHostedService<InboxCleanUp>();
    }
}
