using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>A message in the outbox.</summary>
/// <param name="Bucket">The bucket of its key.</param>
/// <param name="Sequence">Its place: grows within a bucket.</param>
/// <param name="Attempts">How often it was tried and failed.</param>
/// <param name="Envelope">The message.</param>
public sealed record QueuedMessage(int Bucket, long Sequence, int Attempts, Envelope Envelope)
{
    /// <summary>A parked message holds its key: it must not be sent, and is to be held back.</summary>
    public bool IsHeld { get; init; }

    /// <summary>The destination that an earlier message of its key is held back for, if it is its own: it must not be sent either, and is to be held back for it.</summary>
    public string? WaitsFor { get; init; }
}
