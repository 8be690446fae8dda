using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>A message that was set aside.</summary>
/// <param name="Message">The message.</param>
/// <param name="Error">Why.</param>
/// <param name="ParkedAt">Since when, by the database's clock.</param>
/// <param name="HoldsKey">Whether the later messages of its key wait for it.</param>
public sealed record ParkedMessage(QueuedMessage Message, string Error, DateTimeOffset ParkedAt, bool HoldsKey);
