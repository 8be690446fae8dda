namespace DistPatterns.Messaging;

/// <summary>The headers by which an outbox's messages say more than their body.</summary>
public static class MassTransitHeaders
{
    /// <summary>Of the envelope: a UUID, which becomes MassTransit's CorrelationId.</summary>
    public const string CorrelationId = "correlation-id";

    /// <summary>On the way: the key whose messages keep their order.</summary>
    public const string Key = "dp-key";

    /// <summary>On the way: the version of the aggregate that the message tells of.</summary>
    public const string Version = "dp-version";
}
