namespace DistPatterns.Outbox;

/// <summary>How a database says what the statements of the outbox need and SQL has no common words for.</summary>
internal sealed record OutboxDialect
{
    /// <summary>The time, one and the same within a statement.</summary>
    public required string Now { get; init; }

    /// <summary>The time after a wait for a lock.</summary>
    public required string Clock { get; init; }

    /// <summary>A time and milliseconds added to it.</summary>
    public required Func<string, string, string> Plus { get; init; }

    /// <summary>A time as milliseconds since 1970.</summary>
    public required Func<string, string> Milliseconds { get; init; }

    /// <summary>Whether a column is in a parameter that <see cref="Numbers"/> or <see cref="Ids"/> made.</summary>
    public required Func<string, string, string> Among { get; init; }

    /// <summary>Numbers as one parameter.</summary>
    public required Func<IReadOnlyList<long>, object> Numbers { get; init; }

    /// <summary>Ids as one parameter.</summary>
    public required Func<IReadOnlyList<Guid>, object> Ids { get; init; }

    /// <summary>
    /// Reads the first <c>@count</c> rows of each of <c>@buckets</c> in order: of these columns, where this condition holds. Both speak of <c>o</c>, which is
    /// <c>dp_outbox</c>.
    /// </summary>
    public required Func<string, string, string> ReadEach { get; init; }

    /// <summary>Deletes the rows of <c>dp_outbox</c> whose bucket and number stand at one place of <c>@buckets</c> and <c>@seqs</c>.</summary>
    public required string DeleteEach { get; init; }

    /// <summary>Keeps a row from being changed by others until the transaction ends.</summary>
    public string ForShare { get; init; } = "";

    /// <summary>Locks rows and passes over those that others have locked.</summary>
    public string SkipLocked { get; init; } = "";

    /// <summary>Lets an insert say the number that the table would give.</summary>
    public string OverridingSequence { get; init; } = "";

    internal object Buckets(IReadOnlyList<int> buckets) => Numbers([.. buckets.Select(b => (long)b)]);
}
