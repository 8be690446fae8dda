namespace DistPatterns.Cli;

/// <summary>What the run is doing now, for the person who waits. A lasting step is said even where no live progress can be shown.</summary>
internal readonly record struct Step(string What, int Done = 0, int Of = 0, bool Lasting = false);
