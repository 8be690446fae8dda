namespace DistPatterns.Outbox;

/// <summary>What came back of the messages that waited for a destination.</summary>
/// <param name="Count">How many.</param>
/// <param name="Last">The place of the last of them; zero where none came.</param>
public readonly record struct Release(int Count, long Last);
