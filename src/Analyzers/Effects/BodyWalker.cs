using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Walks the operations of a body in source order, and knows at each where it stands: in which arm of which fork, inside which call.</summary>
internal abstract class BodyWalker : OperationWalker
{
    private int _forks;

    /// <summary>Where the walk stands.</summary>
    protected Surroundings Around { get; private set; }

    /// <summary>What follows a guard is its other arm, to the end of its block.</summary>
    public override void VisitBlock(IBlockOperation operation)
    {
        var outer = Around;
        DefaultVisit(operation);
        Around = outer;
    }

    public override void VisitConditional(IConditionalOperation operation)
    {
        Visit(operation.Condition);
        var fork = ++_forks;
        InArm(fork, 0, operation.WhenTrue);
        InArm(fork, 1, operation.WhenFalse);
        if (operation.WhenFalse is null && operation.Parent?.Kind == OperationKind.Block && Flow.Leaves(operation.WhenTrue))
            Around = Around with { Branch = new(Around.Branch, fork, arm: 1) };
    }

    public override void VisitSwitch(ISwitchOperation operation) => InArms(operation.Value, operation.Cases);

    public override void VisitSwitchExpression(ISwitchExpressionOperation operation) => InArms(operation.Value, operation.Arms);

    public override void VisitTry(ITryOperation operation)
    {
        var fork = ++_forks;
        InArm(fork, 0, operation.Body);
        foreach (var handler in operation.Catches)
            InArm(fork, 1, handler);
        Visit(operation.Finally);
    }

    /// <summary>A delegate that runs during the call it is given to.</summary>
    protected void Inside(Site? call, IOperation body)
    {
        var outer = Around;
        Around = outer with { Within = call ?? outer.Within };
        Visit(body);
        Around = outer;
    }

    /// <summary>A body that runs at another time than the code around it, so that nothing around it holds for it.</summary>
    protected void Later(IOperation body, Site? within)
    {
        var outer = Around;
        Around = new(within, null);
        Visit(body);
        Around = outer;
    }

    private void InArms<T>(IOperation value, ImmutableArray<T> arms) where T : IOperation
    {
        Visit(value);
        var fork = ++_forks;
        for (var arm = 0; arm < arms.Length; arm++)
            InArm(fork, arm, arms[arm]);
    }

    private void InArm(int fork, int arm, IOperation? operation)
    {
        var outer = Around;
        Around = outer with { Branch = new(outer.Branch, fork, arm) };
        Visit(operation);
        Around = outer;
    }
}
