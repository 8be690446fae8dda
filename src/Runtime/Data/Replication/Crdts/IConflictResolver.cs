namespace DistPatterns.Replication;

/// <summary>Makes one value of two that were written without knowledge of each other.</summary>
/// <remarks>
/// It must be commutative, associative and idempotent: replicas resolve in any order and more than once, and only then end up alike.
/// </remarks>
public interface IConflictResolver<T>
{
    /// <summary>The one value.</summary>
    T Resolve(T left, T right);
}
