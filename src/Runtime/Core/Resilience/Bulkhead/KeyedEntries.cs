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

    private readonly ConcurrentDictionary<TKey, Entry> entries = new();
    private readonly MillisecondClock clock = new(timeProvider);
    private readonly long idleMilliseconds = (long)idleTimeout.TotalMilliseconds;
    private long nextEviction = (long)idleTimeout.TotalMilliseconds;

    public int Count => entries.Count;

    public Entry Pin(TKey key)
    {
        EvictWhenDue();
        while (true)
        {
            var entry = entries.GetOrAdd(key, static (key, create) => new Entry(create(key)), create);
            if (entry.TryPin())
            {
                return entry;
            }

            Remove(key, entry);
        }
    }

    public void Unpin(Entry entry) => entry.Unpin(clock.Now);

    public void Dispose()
    {
        foreach (var (key, entry) in entries)
        {
            Remove(key, entry);
        }
    }

    // By the calls themselves, one of them an idle timeout: no timer keeps a forgotten pipeline alive.
    private void EvictWhenDue()
    {
        var now = clock.Now;
        var due = Volatile.Read(ref nextEviction);
        if (now < due || Interlocked.CompareExchange(ref nextEviction, now + idleMilliseconds, due) != due)
        {
            return;
        }

        foreach (var (key, entry) in entries)
        {
            if (entry.TryRetire(now - idleMilliseconds))
            {
                Remove(key, entry);
            }
        }
    }

    private void Remove(TKey key, Entry entry)
    {
        if (entries.TryRemove(new KeyValuePair<TKey, Entry>(key, entry)))
        {
            entry.Value.Dispose();
        }
    }

    internal sealed class Entry(TValue value)
    {
        private int pins;
        private long lastUsedAt;

        public TValue Value { get; } = value;

        public bool TryPin()
        {
            for (var current = Volatile.Read(ref pins); current != Retired;)
            {
                var seen = Interlocked.CompareExchange(ref pins, current + 1, current);
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
            Atomic.RaiseTo(ref lastUsedAt, now);
            Interlocked.Decrement(ref pins);
        }

        public bool TryRetire(long unusedSince) =>
            Volatile.Read(ref lastUsedAt) <= unusedSince && Interlocked.CompareExchange(ref pins, Retired, 0) == 0;
    }
}
