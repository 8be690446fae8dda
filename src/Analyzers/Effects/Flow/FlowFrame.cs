using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace DistPatterns.Effects;

/// <summary>One control flow graph at its place: the body itself, or a lambda that runs inside of a call. Knows where ways and failures lead.</summary>
/// <param name="builder">What collects the steps.</param>
/// <param name="graph">The compiler's graph.</param>
/// <param name="exit">The step that a return leads to.</param>
/// <param name="isInHandler">It stands in a <c>catch</c> of the code around.</param>
/// <param name="outward">Where a failure that nothing here handles leads.</param>
internal sealed class FlowFrame(FlowBuilder builder, ControlFlowGraph graph, int exit, bool isInHandler, Func<FlowFailure, IEnumerable<int>> outward)
{
    private readonly Dictionary<(int Block, PendingExit? Pending), int> _entries = new();

    public ControlFlowGraph Graph => graph;

    /// <summary>Where a failure leads that nothing here handles.</summary>
    public IEnumerable<int> Outward(FlowFailure failure) => outward(failure);

    /// <summary>The first step of a block, as it runs while something is pending.</summary>
    public int Entry(BasicBlock block, PendingExit? pending)
    {
        if (block.Kind == BasicBlockKind.Exit)
            return exit;
        if (!_entries.TryGetValue((block.Ordinal, pending), out var entry))
        {
            entry = builder.Add(new(0, FlowMoment.Step, null) { IsInHandler = IsInHandler(block) });
            _entries.Add((block.Ordinal, pending), entry);
            builder.Enqueue(new(builder, this, block, pending, entry));
        }

        return entry;
    }

    public bool IsInHandler(BasicBlock block) =>
        isInHandler || Around(block.EnclosingRegion).Any(r => r.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.Filter);

    /// <summary>Where a way out of a block leads.</summary>
    /// <param name="branch">The way.</param>
    /// <param name="pending">What is pending in the block.</param>
    /// <returns>Several steps, where a failure may be handled in one of several places.</returns>
    public IEnumerable<int> Targets(ControlFlowBranch branch, PendingExit? pending)
    {
        var region = branch.Source.EnclosingRegion;
        return branch.Semantics switch
        {
            ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return => new[] { Through(branch, 0, pending) },
            ControlFlowBranchSemantics.Throw => Handlers(region, pending, FlowFailure.Of(ThrownBy(branch.Source))),
            ControlFlowBranchSemantics.Rethrow => Handlers(region, pending, FlowFailure.Of(Nearest(region, ControlFlowRegionKind.Catch)?.ExceptionType)),
            ControlFlowBranchSemantics.StructuredExceptionHandling when pending is not null && !EndsFilter(region) => Resume(pending),
            _ => Enumerable.Empty<int>(),
        };
    }

    /// <summary>Where a failure in a region leads: to the handlers that may take it, through the blocks of <c>finally</c> on its way, or out.</summary>
    public IEnumerable<int> Handlers(ControlFlowRegion? region, PendingExit? pending, FlowFailure failure)
    {
        // the root of a lambda's graph lies in a region of the graph around it
        for (; region is not null && region.Kind != ControlFlowRegionKind.Root; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Filter)
                yield break; // counts as false
            if (region.Kind == ControlFlowRegionKind.Finally)
                pending = pending?.Outer; // what was pending is replaced
            if (region is not { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } whole })
                continue;
            if (whole.Kind == ControlFlowRegionKind.TryAndFinally)
            {
                yield return First(whole.NestedRegions[1], PendingExit.Of(whole, failure, pending));
                yield break;
            }

            foreach (var handler in whole.NestedRegions.Skip(1))
            {
                var taken = failure.TakenBy(handler.ExceptionType);
                if (taken != Taken.None)
                    yield return First(handler, pending);
                if (taken == Taken.All && handler.Kind == ControlFlowRegionKind.Catch)
                    yield break;
            }
        }

        foreach (var target in outward(failure))
            yield return target;
    }

    private int First(ControlFlowRegion region, PendingExit? pending) => Entry(graph.Blocks[region.FirstBlockOrdinal], pending);

    private int Through(ControlFlowBranch branch, int passed, PendingExit? pending) => branch.FinallyRegions.Length == passed
        ? branch.Destination is { } destination ? Entry(destination, pending) : exit
        : First(branch.FinallyRegions[passed], PendingExit.Of(branch, passed + 1, pending));

    private IEnumerable<int> Resume(PendingExit pending) => pending.Branch is { } branch
        ? new[] { Through(branch, pending.Passed, pending.Outer) }
        : Handlers(pending.Failed!.EnclosingRegion, pending.Outer, pending.Failure!);

    private static bool EndsFilter(ControlFlowRegion region) =>
        Nearest(region, ControlFlowRegionKind.Filter, ControlFlowRegionKind.Finally) is { Kind: ControlFlowRegionKind.Filter };

    private static ITypeSymbol? ThrownBy(BasicBlock block) => block.BranchValue is { } thrown ? ValueOrigins.Unconverted(thrown).Type : null;

    private static ControlFlowRegion? Nearest(ControlFlowRegion region, params ControlFlowRegionKind[] kinds) =>
        Around(region).FirstOrDefault(r => kinds.Contains(r.Kind));

    private static IEnumerable<ControlFlowRegion> Around(ControlFlowRegion region)
    {
        for (var r = region; ; r = r.EnclosingRegion!)
        {
            yield return r;
            if (r.Kind == ControlFlowRegionKind.Root)
                yield break;
        }
    }
}
