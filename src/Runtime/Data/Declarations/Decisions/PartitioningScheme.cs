namespace DistPatterns;

/// <summary>What decides the partition that a record lies in.</summary>
public enum PartitioningScheme
{
    /// <summary>A hash of its key.</summary>
    Hash = 0,

    /// <summary>The range that its key falls into.</summary>
    Range = 1,

    /// <summary>The place that it belongs to.</summary>
    Geographic = 2,
}
