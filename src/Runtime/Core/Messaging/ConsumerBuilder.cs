using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DistPatterns.Messaging;

/// <summary>Says which messages a consumer handles, and by what.</summary>
public sealed class ConsumerBuilder
{
    private readonly IServiceCollection _services;
    private readonly Dictionary<Type, List<HandleMessage>> _handlers = [];

    internal ConsumerBuilder(IServiceCollection services) => _services = services;

    internal IReadOnlyDictionary<Type, List<HandleMessage>> Handlers => _handlers;

    /// <summary>
    /// Handles messages of a type, which <see cref="DistPatternsBuilder.AddMessage"/> makes known. Several handlers of one type
    /// run one after the other, in one transaction.
    /// </summary>
    public ConsumerBuilder Handle<TMessage, THandler>() where TMessage : notnull where THandler : class, IMessageHandler<TMessage>
    {
        _services.TryAddTransient<THandler>();
        return Add<TMessage>((services, message, context, cancellationToken) =>
            services.GetRequiredService<THandler>().HandleAsync((TMessage)message, context, cancellationToken));
    }

    /// <summary>Handles messages of a type by a function.</summary>
    public ConsumerBuilder Handle<TMessage>(Func<TMessage, MessageContext, CancellationToken, ValueTask> handle) where TMessage : notnull =>
        Add<TMessage>((_, message, context, cancellationToken) => handle((TMessage)message, context, cancellationToken));

    private ConsumerBuilder Add<TMessage>(HandleMessage handle)
    {
        if (!_handlers.TryGetValue(typeof(TMessage), out var handlers))
        {
            _handlers.Add(typeof(TMessage), handlers = []);
        }

        handlers.Add(handle);
        return this;
    }
}
