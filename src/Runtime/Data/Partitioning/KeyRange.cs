namespace DistPatterns.Partitioning;

/// <summary>The keys from <paramref name="From"/> up to, and without, the next range's.</summary>
/// <param name="From">The lowest key.</param>
/// <param name="Owner">Who holds them.</param>
public sealed record KeyRange<TKey>(TKey From, PartitionMember Owner);
