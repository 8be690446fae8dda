namespace DistPatterns.Replication;

/// <summary>One event of one node: the name of a write that nobody else can have.</summary>
internal readonly record struct Dot(string Node, long Count);
