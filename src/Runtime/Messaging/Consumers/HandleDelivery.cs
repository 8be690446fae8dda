namespace DistPatterns.Messaging;

/// <summary>Does what a delivery is for, in the transaction of its context.</summary>
internal delegate ValueTask HandleDelivery(IServiceProvider services, MessageContext context, CancellationToken cancellationToken);
