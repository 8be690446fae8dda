using System.Collections.Concurrent;

namespace DistPatterns.Caching;

/// <summary>The generation of each key: the sum of the stamps of all invalidations seen of it.</summary>
/// <remarks>
/// A sum does not depend on order, so nodes that have seen the same invalidations share a generation, and a value filed under a generation
/// was loaded by a node that had seen them all. A stamp that is lost or repeated makes generations differ, which costs sharing and never truth.
/// A key nobody has invalidated for longer than an entry can live is forgotten: nothing is left under its first generation, 0.
/// </remarks>
internal sealed class Generations(TimeSpan retention, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Mark> _marks = new(StringComparer.Ordinal);
    private long _swept = time.GetTimestamp();

    /// <summary>How many keys are remembered.</summary>
    public int Count => _marks.Count;

    public ulong Of(string key) => _marks.TryGetValue(key, out var mark) ? mark.Generation : 0;

    /// <summary>Takes an invalidation into account, and returns the generation that ends.</summary>
    public ulong Advance(string key, ulong stamp)
    {
        Sweep();
        while (true)
        {
            var before = Of(key);
            if (TryAdvance(key, before, stamp))
                return before;
        }
    }

    /// <summary>As <see cref="Advance"/>, unless the generation is no longer the one expected.</summary>
    public bool TryAdvance(string key, ulong expected, ulong stamp)
    {
        var next = new Mark(unchecked(expected + stamp), time.GetTimestamp());
        return _marks.TryGetValue(key, out var mark)
            ? mark.Generation == expected && _marks.TryUpdate(key, next, mark)
            : expected == 0 && _marks.TryAdd(key, next);
    }

    private void Sweep()
    {
        var last = Volatile.Read(ref _swept);
        if (time.GetElapsedTime(last) < retention || Interlocked.CompareExchange(ref _swept, time.GetTimestamp(), last) != last)
            return;
        foreach (var mark in _marks)
        {
            if (time.GetElapsedTime(mark.Value.At) > retention)
                _marks.TryRemove(mark);
        }
    }

    private readonly record struct Mark(ulong Generation, long At);
}
