using DistPatterns.EventSourcing;

namespace DistPatterns.Cqrs;

/// <summary>What became of a command.</summary>
/// <param name="Value">What its handler gave; nothing for a duplicate.</param>
/// <param name="Position">
/// The place of the last event that it appended, for a query that is to see it. The start where there is none, or for a duplicate.
/// </param>
/// <param name="IsDuplicate">Whether a command of its id was done before, and nothing was done now.</param>
public sealed record CommandResult<TResult>(TResult? Value, Position Position, bool IsDuplicate);
