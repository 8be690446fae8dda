namespace DistPatterns;

/// <summary>Who takes writes, and when a write counts as done.</summary>
public enum ReplicationScheme
{
    /// <summary>One leader takes all writes; its followers at the same site stand by.</summary>
    LeaderFollower = 0,

    /// <summary>One leader takes all writes; read replicas follow at the other sites.</summary>
    LeaderWithReplicas = 1,

    /// <summary>One leader takes all writes and waits for a follower before it acknowledges.</summary>
    SynchronousLeaderFollower = 2,

    /// <summary>Each site has a leader; conflicts between them must be resolved.</summary>
    MultiLeader = 3,

    /// <summary>Any replica takes a write; quorums and repair make them agree.</summary>
    Leaderless = 4,
}
