using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Goes through the operations of one block in the order in which they run, and adds their steps.</summary>
/// <param name="builder">What collects the steps.</param>
/// <param name="frame">The graph that the block is of.</param>
/// <param name="block">The block.</param>
/// <param name="pending">What is pending while it runs.</param>
/// <param name="entry">Its first step.</param>
internal sealed class FlowBlock(FlowBuilder builder, FlowFrame frame, BasicBlock block, PendingExit? pending, int entry)
{
    private readonly bool _isInHandler = frame.IsInHandler(block);
    private int _at = entry;
    private bool _isLost; // nothing sees the failures of a delegate that a call runs, if nothing waits for that

    public void Walk()
    {
        if (block.Kind == BasicBlockKind.Entry)
        {
            builder.Flags.Add(frame.Graph);
            foreach (var (holder, held) in FlowHolder.PutsIn(frame.Graph))
            {
                builder.Tasks.Add(holder, held, builder.SiteOf);
                builder.Results.Add(holder, held, builder.SiteOf);
            }
        }
        else if (!block.Operations.IsEmpty || block.BranchValue is not null)
        {
            builder.Link(_at, frame.Handlers(block.EnclosingRegion, pending, FlowFailure.OfOtherCode), isIncidental: true);
        }

        foreach (var operation in block.Operations)
            Visit(operation, isAwaited: false);
        if (block.BranchValue is { } value)
            Visit(value, isAwaited: false);
        Leave();
    }

    private void Leave()
    {
        if (block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue is not { } condition)
        {
            if (block.FallThroughSuccessor is { } next)
                builder.Link(_at, frame.Targets(next, pending));
            return;
        }

        // what a flag remembers is no bound: the runs know it
        var tests = builder.Flags.Test(condition, true) is null ? FlowConditions.Of(condition) : FlowBounds.None;
        _at = builder.Add(Step(FlowMoment.Step) with { Tests = tests, Answers = builder.Results.In(condition, builder.SiteOf) }, _at);
        var jumpsWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        Leave(condition, jumpsWhen, block.ConditionalSuccessor);
        Leave(condition, !jumpsWhen, block.FallThroughSuccessor);
    }

    private void Leave(IOperation condition, bool when, ControlFlowBranch? branch)
    {
        if (branch is not null && (condition.ConstantValue is not { HasValue: true, Value: bool known } || known == when))
            builder.Link(_at, frame.Targets(branch, pending), builder.Flags.Test(condition, when));
    }

    /// <param name="operation">What runs.</param>
    /// <param name="isAwaited">The tasks that it makes are waited for.</param>
    private void Visit(IOperation operation, bool isAwaited)
    {
        switch (operation)
        {
            case IFlowAnonymousFunctionOperation lambda:
                Run(lambda);
                return;
            case IAwaitOperation { Operation: var awaited }:
                Visit(awaited, isAwaited: true);
                foreach (var held in builder.Tasks.In(awaited))
                    Fail(held, _at, FailureTargets());
                return;
        }

        var isWait = IsWait(operation);
        var outer = _isLost;
        _isLost |= operation is IInvocationOperation && TaskTypes.Is(operation.Type) && !isAwaited && !IsReturned(operation) && !HeldTasks.IsHeld(operation);
        foreach (var child in operation.ChildOperations)
            Visit(child, isAwaited || isWait);
        _isLost = outer;
        if (builder.SiteOf(operation) is { } site)
            Call(site, operation, isAwaited);
        if (builder.Flags.Change(operation) is { } change)
            _at = builder.Add(Step(FlowMoment.Step) with { Sets = change }, _at);
    }

    private void Call(Site site, IOperation operation, bool isAwaited)
    {
        var call = builder.Add(Step(FlowMoment.Call, site) with { IsResultUnused = IsResultUnused(operation) }, _at);
        _at = builder.Add(Step(FlowMoment.Done, site), call);
        if (!TaskTypes.FailsLater(operation.Type) || (isAwaited && TaskTypes.Is(operation.Type)))
            Fail(site, call, FailureTargets());
        else if (IsReturned(operation))
            Fail(site, call, frame.Outward(FlowFailure.OfSite));
    }

    private void Fail(Site site, int from, IEnumerable<int> targets) =>
        builder.Link(builder.Add(Step(FlowMoment.Failed, site), from), targets);

    /// <summary>A step of this block; the builder numbers it.</summary>
    private FlowNode Step(FlowMoment moment, Site? site = null) => new(0, moment, site) { IsInHandler = _isInHandler };

    private IEnumerable<int> FailureTargets() => frame.Handlers(block.EnclosingRegion, pending, FlowFailure.OfSite);

    /// <summary>A lambda that runs inside of the call that it is given to, once; one that does nothing here, or runs later, has no site.</summary>
    private void Run(IFlowAnonymousFunctionOperation lambda)
    {
        if (!builder.HasSiteIn(lambda.Syntax.FullSpan))
            return;
        var graph = frame.Graph.GetAnonymousFunctionControlFlowGraph(lambda);
        var after = builder.Add(Step(FlowMoment.Step));
        var isLost = _isLost;
        var inner = new FlowFrame(
            builder, graph, after, _isInHandler, f => isLost ? Enumerable.Empty<int>() : frame.Handlers(block.EnclosingRegion, pending, f));
        builder.Link(_at, new FlowEdge(inner.Entry(graph.Blocks[0], null)));
        _at = after;
    }

    /// <summary>A task that is returned fails in the caller, whatever <c>try</c> it is made in.</summary>
    private bool IsReturned(IOperation operation) => block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return
        && block.BranchValue is { } value
        && (ValueOrigins.Unconverted(value) == operation
            || (operation is { Parent: IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } parent } && IsReturned(parent)));

    /// <summary>A wait without <c>await</c>.</summary>
    private static bool IsWait(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "Wait" or "WaitAll", ContainingType.Name: "Task" } } => true,
        IInvocationOperation
        {
            TargetMethod: { Name: "GetResult", ContainingType.Name: "TaskAwaiter" or "ValueTaskAwaiter" or "ConfiguredTaskAwaiter" },
        } => true,
        IPropertyReferenceOperation { Property: { Name: "Result", ContainingType.Name: "Task" or "ValueTask" } } => true,
        _ => false,
    };

    private static bool IsResultUnused(IOperation call)
    {
        if (call.Type is not { SpecialType: not SpecialType.System_Void } type || TaskTypes.Awaited(type) is null)
            return true;
        var value = call;
        while (ValueFlow.Same(value) is { } same)
            value = same;
        return value.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
    }
}
