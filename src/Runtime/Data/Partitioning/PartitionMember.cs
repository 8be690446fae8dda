using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;

namespace DistPatterns.Partitioning;

/// <summary>A node that can own partitions.</summary>
/// <param name="Name">What it is called on every machine, unique in its map; its name decides what it owns, its address does not.</param>
/// <param name="Weight">Its share against the others', from 1 to 1,000,000: a member of weight 2 is given twice the load of a member of weight 1.</param>
public sealed record PartitionMember([property: Required] string Name, [property: Within(1, 1_000_000)] int Weight = 1)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
