using DistPatterns.Caching;

namespace DistPatterns.Runtime.Tests.Caching;

/// <summary>A log that outlives the caches of a test, as a durable one outlives a process. For one reader.</summary>
internal sealed class InMemoryWriteBehindLog : IWriteBehindLog<string>
{
    private readonly List<WriteBehindEntry<string>> _entries = [];
    private long _position;

    public int Count => _entries.Count;

    public ValueTask AppendAsync(string key, string value, CancellationToken cancellationToken)
    {
        _entries.Add(new(++_position, key, value));
        return ValueTask.CompletedTask;
    }

    public ValueTask<WriteBehindEntry<string>?> FindAsync(string key, CancellationToken cancellationToken) => new(_entries.LastOrDefault(e => e.Key == key));

    public ValueTask<IReadOnlyList<WriteBehindEntry<string>>> ReadAsync(int count, CancellationToken cancellationToken) => new([.. _entries.Take(count)]);

    public ValueTask AcknowledgeAsync(IReadOnlyList<WriteBehindEntry<string>> entries, CancellationToken cancellationToken)
    {
        _entries.RemoveAll(entries.Contains);
        return ValueTask.CompletedTask;
    }
}
