namespace DistPatterns.EventSourcing;

/// <summary>How far a reader of all events is behind.</summary>
/// <param name="Behind">The age of the oldest committed event that it has not read; zero if there is none.</param>
/// <param name="HeldUp">The age of the oldest transaction that is still writing, which holds up every event that came after it began to write.</param>
public readonly record struct EventLag(TimeSpan Behind, TimeSpan HeldUp);
