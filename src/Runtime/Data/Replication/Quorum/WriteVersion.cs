namespace DistPatterns.Replication;

/// <summary>The version of a written value: a number, and the writer that breaks ties. No two writes have the same.</summary>
/// <param name="Number">
/// A count (<see cref="QuorumMode.Atomic"/>) or a <see cref="HybridTimestamp"/> (<see cref="QuorumMode.Fast"/>); each writer draws its own in
/// growing order.
/// </param>
/// <param name="Writer">Who wrote; Guids order by their text, as PostgreSQL orders them too.</param>
public readonly record struct WriteVersion(long Number, Guid Writer) : IComparable<WriteVersion>
{
    /// <inheritdoc/>
    public int CompareTo(WriteVersion other) => Number != other.Number ? Number.CompareTo(other.Number) : Writer.CompareTo(other.Writer);

    /// <summary>Whether the left is older.</summary>
    public static bool operator <(WriteVersion left, WriteVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left is newer.</summary>
    public static bool operator >(WriteVersion left, WriteVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left is older or the same.</summary>
    public static bool operator <=(WriteVersion left, WriteVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left is newer or the same.</summary>
    public static bool operator >=(WriteVersion left, WriteVersion right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Number}@{Writer}";
}
