namespace DistPatterns.Outbox;

/// <summary>
/// What becomes of a message that was tried as often as it may be, or that can never be sent. It is parked in any case, where it can be looked at,
/// replayed or discarded.
/// </summary>
public enum PoisonPolicy
{
    /// <summary>
    /// The later messages of its key wait in the outbox until it was replayed or discarded: nothing is lost and nothing out of order. Without a key,
    /// as <see cref="ParkMessage"/>.
    /// </summary>
    BlockKey,

    /// <summary>The later messages of its key go on: they overtake it.</summary>
    ParkMessage,

    /// <summary>The later messages of its key are parked too, and replayed in their order: the outbox stays short.</summary>
    ParkKey,
}
