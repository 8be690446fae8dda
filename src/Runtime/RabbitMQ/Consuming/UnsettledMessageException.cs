namespace DistPatterns.Messaging;

/// <summary>A message that was delivered again and again and never settled: whoever had it died of it, or lost its connection.</summary>
public sealed class UnsettledMessageException(Envelope envelope, long deliveries) : PoisonMessageException(
    $"The message {envelope.Id} of '{envelope.Type}' was delivered {deliveries} times, "
        + "and each time its consumer died or lost its connection before it was done.");
