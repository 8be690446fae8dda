using Microsoft.CodeAnalysis.FlowAnalysis;

namespace DistPatterns.Effects;

/// <summary>What goes on when the <c>finally</c> that a run is in has ended: a way out of it, or a failure.</summary>
/// <param name="Branch">The way that was being taken; null of a failure.</param>
/// <param name="Passed">How many blocks of <c>finally</c> it has begun.</param>
/// <param name="Failed">The region that the failure was leaving; null of a way.</param>
/// <param name="Failure">The failure.</param>
/// <param name="Outer">What was pending around it, where a <c>finally</c> stands in another.</param>
internal sealed record PendingExit(ControlFlowBranch? Branch, int Passed, ControlFlowRegion? Failed, FlowFailure? Failure, PendingExit? Outer)
{
    public static PendingExit Of(ControlFlowBranch branch, int passed, PendingExit? outer) => new(branch, passed, null, null, outer);

    public static PendingExit Of(ControlFlowRegion failed, FlowFailure failure, PendingExit? outer) => new(null, 0, failed, failure, outer);
}
