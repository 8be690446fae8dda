namespace DistPatterns.Messaging;

/// <summary>The broker is away, takes no messages, or does not let this program in. Nothing is known to have arrived.</summary>
public sealed class RabbitMqUnavailableException(string broker, Exception cause)
    : Exception($"RabbitMQ at {broker} cannot be used: {cause.GetBaseException().Message}", cause);
