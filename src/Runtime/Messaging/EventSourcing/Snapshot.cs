namespace DistPatterns.EventSourcing;

/// <summary>What the events of a stream come to, up to one of them.</summary>
/// <param name="Version">The last event that it holds: read the stream after that.</param>
/// <param name="State">What they come to.</param>
public sealed record Snapshot<TState>(long Version, TState State);
