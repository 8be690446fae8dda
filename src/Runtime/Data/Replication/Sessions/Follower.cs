namespace DistPatterns.Replication;

/// <summary>What is known of a follower.</summary>
/// <param name="Node">The follower.</param>
/// <param name="Position">What it has applied.</param>
/// <param name="FreshAt">The time of which it holds everything; null if not known.</param>
/// <param name="IsAway">Whether it did not answer when last asked.</param>
internal sealed record Follower<TNode>(TNode Node, ulong Position = 0, long? FreshAt = null, bool IsAway = true);
