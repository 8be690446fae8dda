namespace DistPatterns.Replication;

/// <summary>How two states stand to each other in the order of cause and effect.</summary>
public enum CausalOrder
{
    /// <summary>They are the same.</summary>
    Equal = 0,

    /// <summary>The first knows nothing that the second does not.</summary>
    Before = 1,

    /// <summary>The first knows all that the second does, and more.</summary>
    After = 2,

    /// <summary>Each knows what the other does not: a conflict.</summary>
    Concurrent = 3,
}
