using System.Globalization;
using DistPatterns.Messaging;
using Microsoft.EntityFrameworkCore;

namespace DistPatterns.Outbox;

/// <summary>The outbox of one <see cref="DbContext"/>: what is enqueued is sent if the changes it tells of are committed, and only then.</summary>
/// <remarks>
/// <para>
/// Messages are written by the next save, in its transaction, after its own statements; within a transaction of your own
/// (<c>Database.BeginTransaction</c>) as it commits, so a commit without another save loses none. Their ids are made here, so whatever is
/// run again by an execution strategy writes the same ones.
/// </para>
/// <para>
/// When a save fails, they wait for the next one like the changes do; committing the transaction around it does not send them.
/// When a transaction is rolled back, or disposed without a commit, all that was enqueued or saved in it is gone with it; what was enqueued before
/// it began and saved with <c>acceptAllChangesOnSuccess: false</c> stays, as those changes do, for the transaction that is run again. A
/// rollback to a savepoint takes back no message, and neither does <c>ChangeTracker.Clear</c>: call <see cref="Clear"/>.
/// </para>
/// <para>
/// In a transaction that was given with <c>UseTransaction</c> they are written at the end of each save, since its commit is not seen. In one of
/// System.Transactions a save fails. Messages that were never saved are logged as a warning when the context is disposed.
/// </para>
/// <para>Not safe for concurrent use, as the context itself.</para>
/// </remarks>
public sealed class DbContextOutbox
{
    private readonly OutboxSession _session;

    internal DbContextOutbox(OutboxSession session) => _session = session;

    /// <summary>Messages that are not committed yet.</summary>
    public int Count => _session.Count;

    /// <summary>Enqueues a message without a key for the next save: it may overtake others and be overtaken.</summary>
    /// <inheritdoc cref="Enqueue(object, string?, long?)"/>
    public Envelope Enqueue(object message) => _session.Enqueue(message, key: null, version: null);

    /// <inheritdoc cref="Enqueue(object, string?, long?)"/>
    public Envelope Enqueue(object message, string? key) => _session.Enqueue(message, key, version: null);

    /// <summary>Enqueues a message for the next save.</summary>
    /// <param name="message">The message, of a type that is known to <see cref="MessageTypes"/>.</param>
    /// <param name="key">Messages of one key keep their order; the aggregate's id, mostly. An id that is no string counts by its text in the invariant culture. None where null.</param>
    /// <param name="version">The version of the aggregate that it tells of, where known.</param>
    /// <returns>The message with its id.</returns>
    /// <exception cref="UnknownMessageTypeException">The type was not added.</exception>
    public Envelope Enqueue(object message, string? key, long? version) => _session.Enqueue(message, key, version);

    /// <inheritdoc cref="Enqueue(object, string?, long?)"/>
    public Envelope Enqueue<TKey>(object message, TKey key) where TKey : struct, IFormattable => _session.Enqueue(message, Text(key), version: null);

    /// <inheritdoc cref="Enqueue(object, string?, long?)"/>
    public Envelope Enqueue<TKey>(object message, TKey key, long? version) where TKey : struct, IFormattable => _session.Enqueue(message, Text(key), version);

    /// <summary>Enqueues a message that is in its envelope already (<see cref="MessageCodec.Enclose"/>): with headers, or with a time before which it is not sent.</summary>
    public void Enqueue(Envelope envelope) => _session.Add(envelope);

    /// <summary>Takes back all messages that are not committed yet. What was written in a transaction that is still open stays written.</summary>
    public void Clear() => _session.Clear();

    private static string Text<TKey>(TKey key) where TKey : struct, IFormattable => key.ToString(null, CultureInfo.InvariantCulture);
}
