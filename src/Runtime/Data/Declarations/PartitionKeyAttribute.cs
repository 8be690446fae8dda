using System;

namespace DistPatterns;

/// <summary>This value decides the partition or shard that the record lies in.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class PartitionKeyAttribute : Attribute
{
}
