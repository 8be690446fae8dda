#pragma warning disable // as docs/rules/DP5001.md shows it
using DistPatterns.Partitioning;

public class OrderPartitions
{
    public int PartitionOf(string order) => (unchecked((int)StableHash.Of(order)) & int.MaxValue) % 8;
}
