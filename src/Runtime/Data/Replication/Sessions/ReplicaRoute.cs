namespace DistPatterns.Replication;

/// <summary>Where a read goes.</summary>
/// <param name="Node">The node.</param>
/// <param name="IsLeader">Whether it is the leader.</param>
public readonly record struct ReplicaRoute<TNode>(TNode Node, bool IsLeader);
