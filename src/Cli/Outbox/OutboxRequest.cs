namespace DistPatterns.Cli.Outbox;

/// <summary>What is done with parked messages.</summary>
internal enum OutboxAction
{
    List,
    Replay,
    Discard,
}

/// <summary>What a user asks of an outbox.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Postgres">The connection string of a PostgreSQL; this or the other.</param>
/// <param name="Sqlite">The connection string of a SQLite.</param>
/// <param name="Ids">The messages; all, if empty.</param>
/// <param name="Count">How many are listed at most.</param>
internal sealed record OutboxRequest(OutboxAction Action, string? Postgres, string? Sqlite, IReadOnlyList<Guid> Ids, int Count);
