namespace DistPatterns.Replication;

/// <summary>Resolves by the value's own <see cref="ICrdt{TSelf}.Merge"/>.</summary>
public sealed class CrdtResolver<T> : IConflictResolver<T>
    where T : ICrdt<T>
{
    /// <inheritdoc/>
    public T Resolve(T left, T right) => left.Merge(right);
}
