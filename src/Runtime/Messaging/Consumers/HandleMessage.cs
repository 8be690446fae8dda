namespace DistPatterns.Messaging;

/// <summary>Hands a message to a handler of its type.</summary>
internal delegate ValueTask HandleMessage(IServiceProvider services, object message, MessageContext context, CancellationToken cancellationToken);
