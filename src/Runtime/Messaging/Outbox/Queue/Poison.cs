namespace DistPatterns.Outbox;

/// <summary>A message that is to be parked.</summary>
/// <param name="Sequence">Its place in its bucket.</param>
/// <param name="Attempts">How often it was tried by now.</param>
/// <param name="Error">Why.</param>
/// <param name="HoldsKey">Whether the later messages of its key wait for it.</param>
public readonly record struct Poison(long Sequence, int Attempts, string Error, bool HoldsKey);
