using DistPatterns;
using DistPatterns.Messaging;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The patterns of transactions as services.</summary>
public static class DistPatternsServiceCollectionExtensions
{
    /// <summary>Adds the parts that a program uses. It may be called by each part of a program: what they say adds up.</summary>
    public static IServiceCollection AddDistPatterns(this IServiceCollection services, Action<DistPatternsBuilder> configure)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IMessageSerializer>(_ => new JsonMessageSerializer());
        services.TryAddSingleton<MessageCodec>();
        configure(new DistPatternsBuilder(services, MessagesOf(services)));
        return services;
    }

    private static MessageTypes MessagesOf(IServiceCollection services)
    {
        if (services.FirstOrDefault(s => s.ServiceType == typeof(MessageTypes))?.ImplementationInstance is MessageTypes known)
        {
            return known;
        }

        var messages = new MessageTypes();
        services.AddSingleton(messages);
        return messages;
    }
}
