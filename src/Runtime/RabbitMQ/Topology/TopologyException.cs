namespace DistPatterns.Messaging;

/// <summary>An exchange or queue is there with other settings, or is missing where it is not to be declared.</summary>
public sealed class TopologyException(string what, Exception cause)
    : Exception($"{what} is not as it is needed: {cause.Message} Delete it or give it those settings.", cause);
