namespace DistPatterns.Outbox;

/// <summary>How full the outbox is.</summary>
/// <param name="Waiting">How many messages wait, counted to <see cref="CountedTo"/>.</param>
/// <param name="OldestAge">How long the oldest of them has waited; zero where none does. One that waits for its own time is not counted.</param>
/// <param name="Parked">How many are parked, counted to <see cref="CountedTo"/>.</param>
public sealed record OutboxDepth(int Waiting, TimeSpan OldestAge, int Parked)
{
    /// <summary>Counting goes no further, so that a full outbox is not slowed by being measured.</summary>
    public const int CountedTo = 100_000;
}
