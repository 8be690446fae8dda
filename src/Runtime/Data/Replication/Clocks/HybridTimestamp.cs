namespace DistPatterns.Replication;

/// <summary>A moment of a <see cref="HybridLogicalClock"/> in one 64-bit integer: 48 bits of Unix milliseconds, then a counter of 16 bits.</summary>
/// <param name="Value">The integer; it orders as the moments do, and can be stored and sent as it is.</param>
/// <remarks>Two nodes may draw the same moment: where that matters, compare (moment, node), as <see cref="WriteVersion"/> does.</remarks>
public readonly record struct HybridTimestamp(long Value) : IComparable<HybridTimestamp>
{
    internal const int CounterBits = 16;

    /// <summary>Milliseconds since 1970, of the wall clock that was furthest ahead when the moment was drawn.</summary>
    public long Milliseconds => Value >> CounterBits;

    /// <summary>The place among the moments of one millisecond.</summary>
    public int Counter => (int)(Value & ((1 << CounterBits) - 1));

    /// <inheritdoc/>
    public int CompareTo(HybridTimestamp other) => Value.CompareTo(other.Value);

    /// <summary>Whether the left is earlier.</summary>
    public static bool operator <(HybridTimestamp left, HybridTimestamp right) => left.Value < right.Value;

    /// <summary>Whether the left is later.</summary>
    public static bool operator >(HybridTimestamp left, HybridTimestamp right) => left.Value > right.Value;

    /// <summary>Whether the left is earlier or the same.</summary>
    public static bool operator <=(HybridTimestamp left, HybridTimestamp right) => left.Value <= right.Value;

    /// <summary>Whether the left is later or the same.</summary>
    public static bool operator >=(HybridTimestamp left, HybridTimestamp right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => $"{Milliseconds}.{Counter}";
}
