namespace DistPatterns.EventSourcing;

/// <summary>The statements of an event store that differ from one database to the next: those that know of the order in which transactions commit.</summary>
internal sealed record EventStoreSql
{
    /// <summary>
    /// Makes a stream with <c>@count</c> events, unless <c>@stream</c> is there, or positions do not go on here yet;
    /// gives the transaction of their position.
    /// </summary>
    public required string Create { get; init; }

    /// <summary>
    /// Adds <c>@count</c> to the version of <c>@stream</c> if it is <c>@expected</c> and positions go on here;
    /// gives the transaction of the events' position.
    /// </summary>
    public required string Extend { get; init; }

    /// <summary>Inserts into <c>dp_event (stream, version, id, type, body)</c> and the column of <see cref="PositionColumn"/>.</summary>
    public required string PositionColumn { get; init; }

    /// <summary>What goes into it, from <c>@pos</c>; empty where there is none.</summary>
    public required string PositionValue { get; init; }

    /// <summary>The transaction of an event's position as a number.</summary>
    public required string PositionOf { get; init; }

    /// <summary>
    /// What follows <c>from dp_event</c> for all events after <c>@pos</c>, <c>@seq</c> that nothing still to be committed can precede, in order;
    /// <c>@limit</c> of them.
    /// </summary>
    public required string After { get; init; }

    /// <summary>Two numbers of seconds for <c>@pos</c>, <c>@seq</c>: see <see cref="EventLag"/>.</summary>
    public required string Lag { get; init; }
}
