namespace DistPatterns;

/// <summary>What decides how data is partitioned.</summary>
public sealed record PartitioningNeeds
{
    /// <summary>Queries ask for ranges of the key: dates, names, numbers in order.</summary>
    public bool RangeScans { get; init; }

    /// <summary>Some of the data must stay in a jurisdiction.</summary>
    public bool Residency { get; init; }
}
