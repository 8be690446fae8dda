using System.Data.Common;
using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>Where messages wait to be sent: rows of the database whose transaction they belong to.</summary>
public interface IOutbox
{
    /// <summary>
    /// Writes messages into the transaction given: they are sent if it commits, and only then. Write them last, after
    /// what they tell of: order per key is the order in which those who hold the aggregate's row write here.
    /// </summary>
    ValueTask AppendAsync(DbTransaction transaction, IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes messages into the transaction as the last thing of it, commits it, in one trip to the database where it can, and tells the dispatcher. A
    /// commit that has begun is waited for.
    /// </summary>
    ValueTask CommitAsync(DbTransaction transaction, IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken = default);
}
