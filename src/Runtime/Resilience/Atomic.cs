namespace DistPatterns.Resilience;

/// <summary>What <see cref="Interlocked"/> has no operation for.</summary>
internal static class Atomic
{
    /// <summary>Sets <paramref name="location"/> to the greater of its value and <paramref name="value"/>.</summary>
    public static void RaiseTo(ref long location, long value)
    {
        for (var current = Volatile.Read(ref location); current < value;)
        {
            var seen = Interlocked.CompareExchange(ref location, value, current);
            current = seen == current ? value : seen;
        }
    }
}
