namespace DistPatterns.Crash.Chaos;

/// <summary>What the first consumer is told.</summary>
internal sealed record FirstTold(string Key, long Version);

/// <summary>What the second consumer is told.</summary>
internal sealed record SecondTold(string Key, long Version);
