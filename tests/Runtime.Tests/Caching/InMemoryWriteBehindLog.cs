using System.Threading.Channels;
using DistPatterns.Caching;

namespace DistPatterns.Runtime.Tests.Caching;

/// <summary>A log that outlives the caches of a test, as a durable one outlives a process. For one reader.</summary>
internal sealed class InMemoryWriteBehindLog : IWriteBehindLog<string>
{
    private readonly Lock _gate = new();
    private readonly List<WriteBehindEntry<string>> _entries = [];
    private readonly Channel<bool> _appended = Channel.CreateUnbounded<bool>();
    private long _position;

    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    public ValueTask AppendAsync(string key, string value, CancellationToken cancellationToken)
    {
        lock (_gate)
            _entries.Add(new(++_position, key, value));
        return _appended.Writer.WriteAsync(true, cancellationToken);
    }

    public ValueTask<WriteBehindEntry<string>?> FindAsync(string key, CancellationToken cancellationToken)
    {
        lock (_gate)
            return new(_entries.LastOrDefault(e => e.Key == key));
    }

    public async ValueTask<IReadOnlyList<WriteBehindEntry<string>>> ReadAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_entries.Count > 0)
                    return [.. _entries.Take(count)];
            }

            await _appended.Reader.ReadAsync(cancellationToken);
        }
    }

    public ValueTask AcknowledgeAsync(IReadOnlyList<WriteBehindEntry<string>> entries, CancellationToken cancellationToken)
    {
        lock (_gate)
            _entries.RemoveAll(entries.Contains);
        return ValueTask.CompletedTask;
    }
}
