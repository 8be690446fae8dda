using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Walks the operations of a body in source order, and knows at each where it stands: in which arm of which fork, in what context, inside which call.</summary>
internal abstract class BodyWalker : OperationWalker
{
    private int _forks;

    protected Branch? Branch { get; private set; }

    protected Context Context { get; private set; }

    /// <summary>The call whose delegate is walked.</summary>
    protected Site? Within { get; private set; }

    public override void VisitBlock(IBlockOperation operation)
    {
        var outer = Branch;
        DefaultVisit(operation);
        Branch = outer;
    }

    public override void VisitConditional(IConditionalOperation operation)
    {
        Visit(operation.Condition);
        var fork = ++_forks;
        InArm(fork, 0, operation.WhenTrue);
        InArm(fork, 1, operation.WhenFalse);
        if (operation.WhenFalse is null && operation.Parent?.Kind == OperationKind.Block && Flow.Leaves(operation.WhenTrue))
            Branch = new(Branch, fork, arm: 1); // what follows a guard in its block is its other arm
    }

    public override void VisitSwitch(ISwitchOperation operation)
    {
        Visit(operation.Value);
        InArms(operation.Cases);
    }

    public override void VisitSwitchExpression(ISwitchExpressionOperation operation)
    {
        Visit(operation.Value);
        InArms(operation.Arms);
    }

    public override void VisitTry(ITryOperation operation)
    {
        var (fork, context) = (++_forks, Context);
        InArm(fork, 0, operation.Body);
        Context |= Context.Catch;
        foreach (var handler in operation.Catches)
            InArm(fork, 1, handler);
        Context = context | Context.Finally;
        Visit(operation.Finally);
        Context = context;
    }

    public override void VisitForEachLoop(IForEachLoopOperation operation) => InLoop(operation);

    public override void VisitForLoop(IForLoopOperation operation) => InLoop(operation);

    public override void VisitWhileLoop(IWhileLoopOperation operation) => InLoop(operation);

    /// <summary>A delegate that runs during the call it is given to.</summary>
    protected void Inside(Site? call, IOperation body)
    {
        var outer = Within;
        Within = call ?? outer;
        Visit(body);
        Within = outer;
    }

    /// <summary>A body that runs at another time than the code around it, so that nothing around it holds for it.</summary>
    protected void Later(IOperation body, Site? within)
    {
        var outer = (Branch, Context, Within);
        (Branch, Context, Within) = (null, Context.None, within);
        Visit(body);
        (Branch, Context, Within) = outer;
    }

    private void InArms<T>(ImmutableArray<T> arms) where T : IOperation
    {
        var fork = ++_forks;
        for (var arm = 0; arm < arms.Length; arm++)
            InArm(fork, arm, arms[arm]);
    }

    private void InArm(int fork, int arm, IOperation? operation)
    {
        var outer = Branch;
        Branch = new(outer, fork, arm);
        Visit(operation);
        Branch = outer;
    }

    private void InLoop(ILoopOperation operation)
    {
        var outer = Context;
        Context |= Context.Loop;
        DefaultVisit(operation);
        Context = outer;
    }
}
