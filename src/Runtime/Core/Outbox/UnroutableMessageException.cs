using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>A message to a destination that nobody receives from.</summary>
public sealed class UnroutableMessageException(Envelope envelope) : PoisonMessageException(
    $"The message {envelope.Id} of type '{envelope.Type}' goes to '{envelope.Destination}', and nobody receives from there.")
{
    /// <summary>Where it should have gone.</summary>
    public string Destination { get; } = envelope.Destination;
}
