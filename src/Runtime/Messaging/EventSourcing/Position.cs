using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DistPatterns.EventSourcing;

/// <summary>
/// A place in the order of all events. Whoever appends is given the place of the last event; sent on as text, it is the token with which
/// the writer reads what it wrote: a projection is waited for until it is there.
/// </summary>
/// <remarks>It keeps its place when the database goes to another server, by a dump or as a copy: what is appended there comes after what came along.</remarks>
/// <param name="Transaction">
/// The transaction that the place is behind, by a count that goes on when the database moves; zero where transactions write one at a time.
/// </param>
/// <param name="Sequence">The event's number. A later one may have been committed first, so it alone is no order.</param>
public readonly record struct Position(long Transaction, long Sequence) : IComparable<Position>
{
    /// <summary>Before all events.</summary>
    public static Position Start => default;

    /// <summary>Reads what <see cref="ToString"/> gives.</summary>
    public static bool TryParse([NotNullWhen(true)] string? token, out Position position)
    {
        position = default;
        if (token?.Split('.') is not [var transaction, var sequence]
            || !long.TryParse(transaction, NumberStyles.None, CultureInfo.InvariantCulture, out var t)
            || !long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var s))
        {
            return false;
        }

        position = new(t, s);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Position other) => (Transaction, Sequence).CompareTo((other.Transaction, other.Sequence));

    /// <summary>Whether the left one comes first.</summary>
    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;

    /// <summary>Whether the right one comes first.</summary>
    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;

    /// <summary>Whether the right one does not come first.</summary>
    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one does not come first.</summary>
    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;

    /// <summary>The token: <c>transaction.sequence</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction}.{Sequence}");
}
