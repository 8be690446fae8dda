using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>
/// A message as its <c>DbContext</c> tracks it: an entity without a table. EF Core then decides its fate as it decides that of any entity that was added: a
/// save inserts it, in its transaction and under its savepoint, and a save that fails leaves it added.
/// </summary>
/// <remarks>
/// The model of a context with an outbox has this entity, so <c>ChangeTracker.Entries()</c> shows it to code that looks at all entities. A compiled model
/// has it where <c>UseOutbox()</c> was in the options that it was made with.
/// </remarks>
public sealed class OutboxMessage
{
    private static long s_last;

    internal OutboxMessage(Envelope envelope) => (Number, Envelope) = (Interlocked.Increment(ref s_last), envelope);

    private OutboxMessage() => Envelope = null!; // EF Core asks for it; nothing queries an entity that has no table

    /// <summary>Its place in the order in which messages were enqueued in this process: the order in which a save writes them.</summary>
    public long Number { get; private set; }

    /// <summary>The message.</summary>
    public Envelope Envelope { get; }
}
