namespace DistPatterns.Messaging;

/// <summary>The broker is away, or does not let this program in. Nothing was sent.</summary>
public sealed class RabbitMqUnavailableException(string broker, Exception cause)
    : Exception($"RabbitMQ at {broker} cannot be used: {cause.GetBaseException().Message}", cause);
