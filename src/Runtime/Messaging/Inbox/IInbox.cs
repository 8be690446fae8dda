using System.Data.Common;

namespace DistPatterns.Inbox;

/// <summary>Remembers which messages a consumer has handled, in the database that it writes to: each takes effect there once, however often it comes.</summary>
public interface IInbox
{
    /// <summary>
    /// Marks a message as handled. It must be the first statement of the transaction that handles it: while that runs, a
    /// copy of the message that comes to another worker waits here, and is a duplicate if it commits.
    /// </summary>
    /// <param name="transaction">The transaction that handles the message.</param>
    /// <param name="consumer">Who handles it: each consumer handles each message once.</param>
    /// <param name="messageId">The message's id.</param>
    /// <param name="cancellationToken">Ends the wait for a copy that is being handled.</param>
    ValueTask<InboxAdmission> TryBeginAsync(DbTransaction transaction, string consumer, Guid messageId, CancellationToken cancellationToken = default);

    /// <summary>Marks several messages as handled, which the transaction handles together.</summary>
    /// <param name="transaction">The transaction that handles the messages.</param>
    /// <param name="consumer">Who handles them.</param>
    /// <param name="messageIds">Their ids, each once.</param>
    /// <param name="cancellationToken">Ends the wait for copies that are being handled.</param>
    /// <returns>Those that are new to the consumer: handle these.</returns>
    async ValueTask<IReadOnlySet<Guid>> TryBeginAllAsync(
        DbTransaction transaction, string consumer, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken = default)
    {
        HashSet<Guid> accepted = [];
        foreach (var id in messageIds.Order()) // the same order in all transactions: none waits for one that waits for it
        {
            if (await TryBeginAsync(transaction, consumer, id, cancellationToken).ConfigureAwait(false) == InboxAdmission.Accepted)
            {
                accepted.Add(id);
            }
        }

        return accepted;
    }
}

/// <summary>Whether a message is to be handled.</summary>
public enum InboxAdmission
{
    /// <summary>It is new to the consumer: handle it. Its mark commits with the transaction, or is gone with it.</summary>
    Accepted,

    /// <summary>The consumer has handled it: do nothing.</summary>
    Duplicate,
}

/// <summary>
/// Forgets messages that are old enough, in the way of one database and by its clock: what other processes remember is not forgotten because
/// the clock of one is wrong. Several processes may do so at once.
/// </summary>
internal interface IInboxCleaner
{
    /// <summary>Forgets what came longer ago than <paramref name="retention"/>, and prepares for what comes next.</summary>
    ValueTask CleanAsync(TimeSpan retention, CancellationToken cancellationToken);
}
