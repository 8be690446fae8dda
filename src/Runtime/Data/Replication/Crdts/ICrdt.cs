namespace DistPatterns.Replication;

/// <summary>A state that replicas change on their own and merge in any order, any number of times, to the same result.</summary>
/// <remarks>
/// Merge is commutative, associative and idempotent: a least upper bound. Values are immutable. The name of a node must belong to one
/// writer at a time, since its events are told apart by their count. Source: Shapiro and others, <i>Conflict-free Replicated Data Types</i>, 2011.
/// </remarks>
public interface ICrdt<TSelf>
    where TSelf : ICrdt<TSelf>
{
    /// <summary>The state that holds what either holds.</summary>
    TSelf Merge(TSelf other);
}
