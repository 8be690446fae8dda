using System.Collections.Concurrent;

namespace DistPatterns.Resilience;

/// <summary>A value for each key, forgotten when the key is idle and never while it is in use.</summary>
/// <remarks>
/// Who uses a value pins its entry. An idle entry is retired by a compare-and-swap of its pins from none to
/// <see cref="Retired"/>: either a user pins it first, and it stays, or it is retired first, and the user makes a new one.
/// </remarks>
internal sealed class KeyedEntries<TKey, TValue>(Func<TKey, TValue> create, TimeSpan idleTimeout, TimeProvider timeProvider) : IDisposable
    where TKey : notnull
    where TValue : IDisposable
{
    private const int Retired = -1;

    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();
    private readonly MillisecondClock _clock = new(timeProvider);
    private readonly long _idleMilliseconds = (long)idleTimeout.TotalMilliseconds;
    private long _nextEviction = (long)idleTimeout.TotalMilliseconds;

    public int Count => _entries.Count;

    public Entry Pin(TKey key)
    {
        EvictWhenDue();
        while (true)
        {
            var entry = _entries.GetOrAdd(key, static (key, create) => new Entry(create(key)), create);
            if (entry.TryPin())
            {
                return entry;
            }

            Remove(key, entry);
        }
    }

    public void Unpin(Entry entry) => entry.Unpin(_clock.Now);

    public void Dispose()
    {
        foreach (var (key, entry) in _entries)
        {
            Remove(key, entry);
        }
    }

    // By the calls themselves, one of them an idle timeout: no timer keeps a forgotten pipeline alive.
    private void EvictWhenDue()
    {
        var now = _clock.Now;
        var due = Volatile.Read(ref _nextEviction);
        if (now < due || Interlocked.CompareExchange(ref _nextEviction, now + _idleMilliseconds, due) != due)
        {
            return;
        }

        foreach (var (key, entry) in _entries)
        {
            if (entry.TryRetire(now - _idleMilliseconds))
            {
                Remove(key, entry);
            }
        }
    }

    private void Remove(TKey key, Entry entry)
    {
        if (_entries.TryRemove(new KeyValuePair<TKey, Entry>(key, entry)))
        {
            entry.Value.Dispose();
        }
    }

    internal sealed class Entry(TValue value)
    {
        private int _pins;
        private long _lastUsedAt;

        public TValue Value { get; } = value;

        public bool TryPin()
        {
            for (var current = Volatile.Read(ref _pins); current != Retired;)
            {
                var seen = Interlocked.CompareExchange(ref _pins, current + 1, current);
                if (seen == current)
                {
                    return true;
                }

                current = seen;
            }

            return false;
        }

        public void Unpin(long now)
        {
            Atomic.RaiseTo(ref _lastUsedAt, now);
            Interlocked.Decrement(ref _pins);
        }

        public bool TryRetire(long unusedSince) =>
            Volatile.Read(ref _lastUsedAt) <= unusedSince && Interlocked.CompareExchange(ref _pins, Retired, 0) == 0;
    }
}
