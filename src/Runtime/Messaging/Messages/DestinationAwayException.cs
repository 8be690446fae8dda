namespace DistPatterns.Messaging;

/// <summary>
/// A destination takes no messages just now, whatever they say: nothing receives from it yet, its queue is full, or it is missing. A message is not to
/// blame for that, and no attempt is counted: it waits in the outbox, with the others to that destination, until the destination takes messages again.
/// </summary>
/// <param name="reason">Why, for a person.</param>
/// <param name="destination">The destination.</param>
/// <param name="type">The type of messages that it does not take, where it may take others; null where it takes none.</param>
/// <param name="cause">How it was found out.</param>
public class DestinationAwayException(string reason, string destination, string? type = null, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>The destination.</summary>
    public string Destination { get; } = destination;

    /// <summary>The type of messages that it does not take, where it may take others; null where it takes none.</summary>
    public string? Type { get; } = type;
}
