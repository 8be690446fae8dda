using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Resilience;

/// <summary>What becomes of a strategy in its member: through builders, wraps and locals, until something runs in it or other code gets it.</summary>
internal sealed class StrategyFlow
{
    private readonly LibraryCatalog _catalog;
    private readonly IOperation _made;
    private int _runs;
    private bool _escapes;

    private StrategyFlow(IOperation made, LibraryCatalog catalog) => (_made, _catalog) = (made, catalog);

    /// <summary>One call runs in it, and no other can: it is forgotten with that call.</summary>
    public bool IsRunOnce => _runs == 1 && !_escapes && !IsReturned;

    public bool IsReturned { get; private set; }

    /// <summary>A constructor of an object puts it into a static field.</summary>
    public bool ResetsStatic { get; private set; }

    public static StrategyFlow From(IOperation made, LibraryCatalog catalog)
    {
        var flow = new StrategyFlow(made, catalog);
        foreach (var step in ValueFlow.Steps(made, flow.Next).Concat(flow.OfBuilder()))
            flow.Judge(step);
        return flow;
    }

    /// <summary>The lambda or local function around an operation; null in the member's own body.</summary>
    public static IOperation? Function(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return outer;
        }

        return null;
    }

    /// <summary>A builder in a local holds the strategy too; any other receiver belongs to other code.</summary>
    private IEnumerable<IOperation> OfBuilder()
    {
        var receiver = _made;
        while (receiver is IInvocationOperation call && Arguments.Receiver(call) is { } inner && Vendor(inner.Type) == Vendor(_made.Type))
            receiver = inner is IConversionOperation conversion ? conversion.Operand : inner;
        if (receiver is ILocalReferenceOperation { Local: var local })
            return ValueFlow.Reads(local, _made).Where(r => r != receiver).SelectMany(r => ValueFlow.Steps(r, Next));
        _escapes |= receiver is IParameterReferenceOperation || (receiver is IMemberReferenceOperation && receiver != _made);
        return Enumerable.Empty<IOperation>();
    }

    /// <summary>The call that the value is the receiver of, or an argument of beside its own kind: it goes on in what that returns.</summary>
    private IOperation? Next(IOperation value)
    {
        if (ValueFlow.Same(value) is { } same)
            return same;
        var call = CallOn(value) ?? (value.Parent as IArgumentOperation)?.Parent as IInvocationOperation;
        return call is { TargetMethod.ReturnsVoid: false } && !Runs(call) && Vendor(call.TargetMethod.ContainingType) == Vendor(value.Type) ? call : null;
    }

    private static IInvocationOperation? CallOn(IOperation value) => value.Parent switch
    {
        IInvocationOperation call when call.Instance == value => call,
        IArgumentOperation { Parent: IInvocationOperation call } when Arguments.Receiver(call) == value => call,
        _ => null,
    };

    private static string? Vendor(ITypeSymbol? type)
    {
        var space = type?.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space?.Name;
    }

    private bool Runs(IInvocationOperation call) => _catalog.Find(call)?.Arguments(ClauseKind.Runs).Any() == true;

    private void Judge(IOperation step)
    {
        if (CallOn(step) is { } call && Runs(call))
            Run(call);
        else if (step.Parent is IReturnOperation && Function(step) is null)
            IsReturned = true;
        else if (step.Parent is ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Field.IsStatic: true } } && IsInConstructor(step))
            ResetsStatic = true;
        else if (Next(step) is null && ValueFlow.Holder(step) is null && step.Parent is not (IExpressionStatementOperation or IInvocationOperation) && step.Type is not null)
            _escapes = true;
    }

    /// <summary>In another function, or in a loop around it alone, it may run many calls.</summary>
    private void Run(IInvocationOperation call)
    {
        _runs++;
        for (var outer = call.Parent; outer is not null && !outer.Syntax.Span.Contains(_made.Syntax.Span); outer = outer.Parent)
            _escapes |= outer is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation;
    }

    /// <summary>Unconditionally: a constructor that looks first whether the field is set keeps what is there.</summary>
    private static bool IsInConstructor(IOperation step)
    {
        for (var outer = step.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IConditionalOperation)
                return false;
        }

        return step.SemanticModel?.GetEnclosingSymbol(step.Syntax.SpanStart) is IMethodSymbol { MethodKind: MethodKind.Constructor };
    }
}
