namespace DistPatterns;

/// <summary>What decides how data is replicated.</summary>
public sealed record ReplicationNeeds
{
    /// <summary>Users at several sites or in several regions.</summary>
    public bool ManySites { get; init; }

    /// <summary>Each site writes much; one writer would be far from most of them.</summary>
    public bool ManyWrites { get; init; }

    /// <summary>It must take writes whichever node is down.</summary>
    public bool MostAvailable { get; init; }

    /// <summary>The model that readers need.</summary>
    public ConsistencyModel Consistency { get; init; }
}
