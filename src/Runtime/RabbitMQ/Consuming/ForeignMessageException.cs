namespace DistPatterns.Messaging;

/// <summary>A message that did not come from an outbox: it does not say what this library's messages say.</summary>
public sealed class ForeignMessageException(string missing) : PoisonMessageException(
    $"The message is not from an outbox of this library: {missing}. "
        + "Its id must be a UUID in the property message-id, and its type must stand in the property type.");
