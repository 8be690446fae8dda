using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>A message to a destination that no consumer receives from: of this process, or of this version of the program.</summary>
public sealed class UnroutableMessageException(Envelope envelope) : DestinationAwayException(
    $"The message {envelope.Id} of type '{envelope.Type}' goes to '{envelope.Destination}', and no consumer receives from there.", envelope.Destination);
