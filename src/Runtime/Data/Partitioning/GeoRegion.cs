namespace DistPatterns.Partitioning;

/// <summary>A region, and how keys are partitioned within it.</summary>
/// <param name="Name">As its cloud writes it, <c>eu-west-1</c>; the same name as in <see cref="RegionAttribute"/>.</param>
/// <param name="Partitions">Its members.</param>
public sealed record GeoRegion(string Name, PartitionMap Partitions);
