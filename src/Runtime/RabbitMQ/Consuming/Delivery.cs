using RabbitMQ.Client;

namespace DistPatterns.Messaging;

/// <summary>A message that the broker delivered and that is neither acknowledged nor given back yet.</summary>
internal sealed class Delivery(
    ulong tag, string exchange, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, bool isRedelivered,
    Envelope? envelope, PoisonMessageException? defect)
{
    public ulong Tag { get; } = tag;
    public string Exchange { get; } = exchange;
    public IReadOnlyBasicProperties Properties { get; } = properties;
    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>What it says, unless <see cref="Defect"/> says why it cannot be read.</summary>
    public Envelope? Envelope { get; } = envelope;

    public PoisonMessageException? Defect { get; } = defect;

    public string? Key => Envelope?.Key;

    /// <summary>Attempts that failed.</summary>
    public int Attempts { get; set; }

    /// <summary>Attempts that were cut short by a database that was away, which count for nothing.</summary>
    public int Interruptions { get; set; }

    /// <summary>Whether it is to be handled by itself: it was delivered before and not settled, or was in a batch that failed.</summary>
    public bool IsAlone { get; set; } = isRedelivered;

    /// <param name="tag">Names it within its channel.</param>
    /// <param name="exchange">Where it was published to.</param>
    /// <param name="properties">Its properties, which outlive the callback.</param>
    /// <param name="body">Its body, which outlives the callback.</param>
    /// <param name="isRedelivered">Whether the broker has delivered it before.</param>
    public static Delivery Of(ulong tag, string exchange, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, bool isRedelivered)
    {
        try
        {
            return new(tag, exchange, properties, body, isRedelivered, WireFormat.ToEnvelope(properties, exchange, body), defect: null);
        }
        catch (ForeignMessageException e)
        {
            return new(tag, exchange, properties, body, isRedelivered, envelope: null, e);
        }
    }
}
