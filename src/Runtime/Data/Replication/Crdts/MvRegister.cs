namespace DistPatterns.Replication;

/// <summary>A register that keeps all concurrently written values, for the reader to choose; a later write replaces all that it has seen.</summary>
public sealed record MvRegister<T> : ICrdt<MvRegister<T>>
{
    private readonly DotStore<T> _store;

    private MvRegister(DotStore<T> store) => _store = store;

    /// <summary>Never written.</summary>
    public static MvRegister<T> Empty { get; } = new(DotStore<T>.Empty);

    /// <summary>The value, or the siblings in conflict, in no order.</summary>
    public IReadOnlyCollection<T> Values => [.. _store.Values];

    /// <summary>Written by a node, in place of every value here.</summary>
    public MvRegister<T> Set(string node, T value) => new(_store.Remove(_ => true).Add(node, value));

    /// <inheritdoc/>
    public MvRegister<T> Merge(MvRegister<T> other) => new(_store.Merge(other._store));
}
