namespace DistPatterns;

/// <summary>What decides a consistency model.</summary>
public sealed record ConsistencyNeeds
{
    /// <summary>Money, or anything else that must not be spent twice.</summary>
    public bool Money { get; init; }

    /// <summary>A seat, slot or unit that must not be given out twice.</summary>
    public bool DoubleBooking { get; init; }

    /// <summary>An effect must not be seen before its cause: answers and questions, edits and what they edit.</summary>
    public bool Causality { get; init; }

    /// <summary>It is read far more than it is written.</summary>
    public bool ReadHeavy { get; init; }

    /// <summary>A reader can live with an old value for a while.</summary>
    public bool ToleratesStale { get; init; }
}
