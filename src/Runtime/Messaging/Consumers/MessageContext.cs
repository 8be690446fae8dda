using System.Data.Common;
using DistPatterns.Resilience;

namespace DistPatterns.Messaging;

/// <summary>What a handler knows of the message besides its body.</summary>
/// <param name="Envelope">The message as it came.</param>
/// <param name="Transaction">The transaction that the message is handled in. The receiver commits it.</param>
public sealed record MessageContext(Envelope Envelope, DbTransaction Transaction)
{
    /// <summary>By when the message must be handled; it is the ambient <see cref="Deadline.Current"/> too, which remote calls carry on.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>What is sent as the last thing of the transaction.</summary>
    internal ICollection<Envelope> Outgoing { get; init; } = [];
}
