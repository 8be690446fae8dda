namespace DistPatterns.EventSourcing;

/// <summary>What an append did.</summary>
/// <param name="Version">The stream's version now: the number of its events.</param>
/// <param name="Position">The place of the last event appended.</param>
public readonly record struct AppendResult(long Version, Position Position);
