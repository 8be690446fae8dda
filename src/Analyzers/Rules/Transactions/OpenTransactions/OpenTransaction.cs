using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>A transaction that a body begins, and the calls that it makes while it is open.</summary>
/// <param name="Body">The body.</param>
/// <param name="Begin">The call that begins it, by itself or through a method of ours.</param>
/// <param name="Ways">The calls that lead from there to what begins it.</param>
/// <param name="Calls">
/// The calls between its begin and a commit that can still be reached; where the body commits nothing, all that can follow its begin.
/// </param>
/// <param name="IsCommitted">Whether the body commits.</param>
internal sealed record OpenTransaction(BodyFacts Body, Site Begin, IReadOnlyList<Trace> Ways, IReadOnlyList<Site> Calls, bool IsCommitted);
