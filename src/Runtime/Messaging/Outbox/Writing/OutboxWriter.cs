using System.Data.Common;
using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>Writes messages into transactions of plain ADO.NET or Dapper.</summary>
/// <param name="outbox">Where they wait.</param>
/// <param name="codec">What makes envelopes of them.</param>
public sealed class OutboxWriter(IOutbox outbox, MessageCodec codec)
{
    /// <summary>
    /// Writes a message into the transaction: it is sent if that commits, and only then. Call it last, after what the message
    /// tells of was written; and tell <see cref="OutboxSignal.Committed"/> after the commit, or the message waits for the next poll.
    /// </summary>
    /// <param name="transaction">An open transaction of the outbox' database.</param>
    /// <param name="message">The message, of a type that was added.</param>
    /// <param name="key">Messages of one key keep their order: the id of what the message tells of. None where null.</param>
    /// <param name="version">The version of what it tells of, where known.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    /// <exception cref="UnknownMessageTypeException">The type was not added.</exception>
    /// <exception cref="MessageTooLargeException">Its body is too large.</exception>
    public ValueTask EnqueueAsync(
        DbTransaction transaction, object message, string? key = null, long? version = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(message);
        return outbox.AppendAsync(transaction, [codec.Enclose(message, key, version)], cancellationToken);
    }

    /// <summary>
    /// Writes a message into the transaction as the last thing of it, commits, and tells the dispatcher. On PostgreSQL that is one
    /// trip to the server, as the commit alone would be: the message costs the transaction no time on the way.
    /// </summary>
    /// <param name="transaction">An open transaction of the outbox' database. It is over then.</param>
    /// <param name="message">The message, of a type that was added.</param>
    /// <param name="key">Messages of one key keep their order: the id of what the message tells of. None where null.</param>
    /// <param name="version">The version of what it tells of, where known.</param>
    /// <param name="cancellationToken">Ends the write; a commit that has begun is waited for.</param>
    /// <exception cref="UnknownMessageTypeException">The type was not added.</exception>
    /// <exception cref="MessageTooLargeException">Its body is too large.</exception>
    public ValueTask EnqueueAndCommitAsync(
        DbTransaction transaction, object message, string? key = null, long? version = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(message);
        return outbox.CommitAsync(transaction, [codec.Enclose(message, key, version)], cancellationToken);
    }
}
