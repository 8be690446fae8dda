namespace DistPatterns.Outbox;

/// <summary>A message that failed and is tried again.</summary>
/// <param name="Sequence">Its place in its bucket.</param>
/// <param name="Attempts">How often it was tried by now.</param>
/// <param name="Delay">How long it waits; the later messages of its key wait with it.</param>
public readonly record struct Redelivery(long Sequence, int Attempts, TimeSpan Delay);
