namespace Shop.Inventory.Replication;

/// <summary>On how many nodes a value is kept, and how many of them a write and a read wait for.</summary>
public sealed record ReplicaOptions
{
    public int Replicas { get; init; } = 3;
    public int WriteQuorum { get; init; } = 2;
    public int ReadQuorum { get; init; } = 2;
    public ReplicationMode Mode { get; init; } = ReplicationMode.SingleLeader;
    public bool AllowStale { get; init; }
}

public enum ReplicationMode { SingleLeader, Leaderless }

public static class ReplicaSets
{
    /// <summary>What may be reserved: two customers must not get the last one.</summary>
    public static readonly ReplicaOptions Reservations = new() { Replicas = 5, WriteQuorum = 3, ReadQuorum = 3, Mode = ReplicationMode.Leaderless };

    /// <summary>What is in the carts.</summary>
    public static readonly ReplicaOptions Carts = new() { Replicas = 3, WriteQuorum = 1, ReadQuorum = 1, Mode = ReplicationMode.Leaderless };

    /// <summary>What is on the shelves; the scanners write, and many screens read from one node.</summary>
    public static readonly ReplicaOptions Shelves = new() { Replicas = 3, WriteQuorum = 1, ReadQuorum = 3, Mode = ReplicationMode.Leaderless };

    /// <summary>What others bought: an old answer is good enough.</summary>
    public static readonly ReplicaOptions Suggestions = new() { Replicas = 3, WriteQuorum = 1, ReadQuorum = 1, AllowStale = true };
}
