using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>The messages that were set aside, for a person to decide about.</summary>
public interface IParkedMessages
{
    /// <summary>The oldest of them, in order.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    ValueTask<IReadOnlyList<ParkedMessage>> ListAsync(int count = 100, CancellationToken cancellationToken = default);

    /// <summary>Puts messages back where they were in the outbox, as if never tried: they come before later ones of their key that waited.</summary>
    /// <param name="ids">The ids of the messages; all, if null.</param>
    /// <param name="cancellationToken">Ends it; nothing is changed then.</param>
    /// <returns>How many there were.</returns>
    ValueTask<int> ReplayAsync(IReadOnlyList<Guid>? ids, CancellationToken cancellationToken = default);

    /// <summary>Throws messages away. Later ones of their key go on.</summary>
    /// <param name="ids">The ids of the messages; all, if null.</param>
    /// <param name="cancellationToken">Ends it; nothing is changed then.</param>
    /// <returns>How many there were.</returns>
    ValueTask<int> DiscardAsync(IReadOnlyList<Guid>? ids, CancellationToken cancellationToken = default);
}

/// <summary>A message that was set aside.</summary>
/// <param name="Message">The message.</param>
/// <param name="Error">Why.</param>
/// <param name="ParkedAt">Since when, by the database's clock.</param>
/// <param name="HoldsKey">Whether the later messages of its key wait for it.</param>
public sealed record ParkedMessage(QueuedMessage Message, string Error, DateTimeOffset ParkedAt, bool HoldsKey);
