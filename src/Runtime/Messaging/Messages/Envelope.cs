using System.Collections.Frozen;

namespace DistPatterns.Messaging;

/// <summary>A message as it lies in an outbox and as it travels: its body in bytes, and what must be known without reading them.</summary>
/// <param name="Id">Names the message for good: a second copy has the same. UUIDv7 where this library made it, so that ids sort by time.</param>
/// <param name="Type">The name of the body's type, which both sides know (<see cref="MessageTypes"/>).</param>
/// <param name="Destination">Where it goes, in the transport's terms: an exchange, a topic, a queue.</param>
/// <param name="Body">The message itself.</param>
public sealed record Envelope(Guid Id, string Type, string Destination, ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// Messages of one key keep their order. None, if null: it may overtake and be overtaken. While a destination is away its messages are overtaken by
    /// those of the same key to others, which have other consumers; to each destination the order stands.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>The version of the aggregate that the message tells of, if it is known: receivers can tell an old one by it.</summary>
    public long? Version { get; init; }

    /// <summary>
    /// How long it waits in the outbox before it is delivered, by the clock of the outbox' database; at once, if null. A message that waits for its
    /// time holds up no other, of its key neither.
    /// </summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>What else travels with it.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The trace that it belongs to: <c>traceparent</c> of W3C Trace Context.</summary>
    public string? TraceParent { get; init; }
}
