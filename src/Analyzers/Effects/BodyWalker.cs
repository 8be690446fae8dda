using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Walks the operations of a body in source order, and knows at each where it stands: in which arm of which fork, in what context, inside which call.</summary>
/// <remarks>By kind, with one switch: Roslyn's visitor makes several virtual calls for each operation.</remarks>
internal abstract class BodyWalker
{
    private int _forks;

    /// <summary>Where the walk stands.</summary>
    protected Surroundings Around { get; private set; }

    protected void Visit(IOperation? operation)
    {
        if (operation is null)
            return;
        var kind = operation.Kind;
        switch (kind)
        {
            case OperationKind.Literal or OperationKind.InstanceReference or OperationKind.LocalReference or OperationKind.ParameterReference:
                return; // a quarter of all operations: nothing stands in them
            case OperationKind.Block:
                Scope(operation, Context.None);
                return;
            case OperationKind.Conditional:
                Conditional((IConditionalOperation)operation);
                return;
            case OperationKind.Switch:
                Arms(((ISwitchOperation)operation).Value, ((ISwitchOperation)operation).Cases);
                return;
            case OperationKind.SwitchExpression:
                Arms(((ISwitchExpressionOperation)operation).Value, ((ISwitchExpressionOperation)operation).Arms);
                return;
            case OperationKind.Try:
                Try((ITryOperation)operation);
                return;
            case OperationKind.Loop:
                Scope(operation, Context.Loop);
                return;
            default:
                RuntimeHelpers.EnsureSufficientExecutionStack(); // generated code nests without end
                Visit(operation, kind);
                return;
        }
    }

    /// <summary>Visits an operation that decides nothing about what is run.</summary>
    protected abstract void Visit(IOperation operation, OperationKind kind);

    protected void VisitChildren(IOperation operation)
    {
        foreach (var child in operation.ChildOperations)
            Visit(child);
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
        Around = new(within, null, Context.None);
        Visit(body);
        Around = outer;
    }

    private void Scope(IOperation operation, Context context)
    {
        var outer = Around;
        Around = outer with { Context = outer.Context | context };
        VisitChildren(operation);
        Around = outer;
    }

    private void Conditional(IConditionalOperation operation)
    {
        Visit(operation.Condition);
        var fork = ++_forks;
        Arm(fork, 0, operation.WhenTrue);
        Arm(fork, 1, operation.WhenFalse);
        if (operation.WhenFalse is null && operation.Parent?.Kind == OperationKind.Block && Flow.Leaves(operation.WhenTrue))
            Around = Around with { Branch = new(Around.Branch, fork, arm: 1) }; // what follows a guard in its block is its other arm
    }

    private void Try(ITryOperation operation)
    {
        var (fork, outer) = (++_forks, Around);
        Arm(fork, 0, operation.Body);
        Around = outer with { Context = outer.Context | Context.Catch };
        foreach (var handler in operation.Catches)
            Arm(fork, 1, handler);
        Around = outer with { Context = outer.Context | Context.Finally };
        Visit(operation.Finally);
        Around = outer;
    }

    private void Arms<T>(IOperation value, ImmutableArray<T> arms) where T : IOperation
    {
        Visit(value);
        var fork = ++_forks;
        for (var arm = 0; arm < arms.Length; arm++)
            Arm(fork, arm, arms[arm]);
    }

    private void Arm(int fork, int arm, IOperation? operation)
    {
        var outer = Around;
        Around = outer with { Branch = new(outer.Branch, fork, arm) };
        Visit(operation);
        Around = outer;
    }
}
