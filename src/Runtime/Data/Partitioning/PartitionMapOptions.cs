using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;

namespace DistPatterns.Partitioning;

/// <summary>How a <see cref="PartitionMap"/> spreads its slots.</summary>
public sealed record PartitionMapOptions
{
    /// <summary>The most that a member may own, as a multiple of its fair share, from 1.05 to 2. Default 1.25: Mirrokni, Thorup and Zadimoghaddam, <i>Consistent Hashing with Bounded Loads</i>, 2018, where less moves the higher it is.</summary>
    [Within(1.05, 2.0)]
    public double LoadFactor { get; init; } = 1.25;

    /// <summary>How many members hold each slot, the owner included, from 1 to 16. Default 1.</summary>
    [Within(1, 16)]
    public int Replicas { get; init; } = 1;
}
