using System.Globalization;
using DistPatterns.Messaging;
using Microsoft.EntityFrameworkCore;

namespace DistPatterns.Outbox;

/// <summary>The outbox of one <see cref="DbContext"/>: what is enqueued is sent if the changes it tells of are committed, and only then.</summary>
/// <remarks>
/// <para>
/// A message is an entity that was added (<see cref="OutboxMessage"/>), and EF Core decides its fate as that of any other: the next save writes it, in its
/// transaction, after its own statements; a save that fails leaves it for the next one; a rollback, also to a savepoint, takes back what was saved since;
/// <c>ChangeTracker.Clear</c> forgets what was not saved. A commit alone writes nothing: call <c>SaveChanges</c> after <c>Enqueue</c>.
/// </para>
/// <para>
/// The ids of messages are made here, so whatever an execution strategy saves again has the same ones. A save with messages in a transaction of
/// System.Transactions is refused before it writes anything. Messages in which no save took part are logged as a warning when the context is disposed.
/// </para>
/// <para>Not safe for concurrent use, as the context itself.</para>
/// </remarks>
public sealed class DbContextOutbox
{
    private readonly OutboxSession _session;

    internal DbContextOutbox(OutboxSession session) => _session = session;

    /// <summary>Messages that the next save writes.</summary>
    public int Count => _session.Count;

    /// <summary>Enqueues a message without a key for the next save: it may overtake others and be overtaken.</summary>
    /// <inheritdoc cref="Enqueue(object, string?, long?)"/>
    public Envelope Enqueue(object message) => _session.Enqueue(message, key: null, version: null);

    /// <inheritdoc cref="Enqueue(object, string?, long?)"/>
    public Envelope Enqueue(object message, string? key) => _session.Enqueue(message, key, version: null);

    /// <summary>Enqueues a message for the next save.</summary>
    /// <param name="message">The message, of a type that is known to <see cref="MessageTypes"/>.</param>
    /// <param name="key">
    /// Messages of one key keep their order; the aggregate's id, mostly. An id that is no string counts by its text in the invariant culture. None
    /// where null.
    /// </param>
    /// <param name="version">The version of the aggregate that it tells of, where known.</param>
    /// <returns>The message with its id.</returns>
    /// <exception cref="UnknownMessageTypeException">The type was not added.</exception>
    public Envelope Enqueue(object message, string? key, long? version) => _session.Enqueue(message, key, version);

    /// <inheritdoc cref="Enqueue(object, string?, long?)"/>
    public Envelope Enqueue<TKey>(object message, TKey key) where TKey : struct, IFormattable => _session.Enqueue(message, Text(key), version: null);

    /// <inheritdoc cref="Enqueue(object, string?, long?)"/>
    public Envelope Enqueue<TKey>(object message, TKey key, long? version) where TKey : struct, IFormattable => _session.Enqueue(message, Text(key), version);

    /// <summary>Enqueues a message in its envelope (<see cref="MessageCodec.Enclose"/>): with headers, or with a time before which it is not sent.</summary>
    public void Enqueue(Envelope envelope) => _session.Add(envelope);

    /// <summary>Takes back all messages that are not saved yet. What was saved in a transaction that is still open stays saved.</summary>
    public void Clear() => _session.Clear();

    private static string Text<TKey>(TKey key) where TKey : struct, IFormattable => key.ToString(null, CultureInfo.InvariantCulture);
}
