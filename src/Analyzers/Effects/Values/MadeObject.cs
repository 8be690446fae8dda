using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What becomes of an object in the body that makes it: what is called on it, and what may keep it when that body is done.</summary>
internal sealed class MadeObject
{
    private readonly IOperation _made;
    private readonly Func<IOperation, bool> _carries;
    private readonly List<IInvocationOperation> _calls = new();

    private MadeObject(IOperation made, Func<IOperation, bool> carries) => (_made, _carries, Function) = (made, carries, EnclosingFunction.Of(made));

    /// <summary>The calls that are made on it, but for those that only carry it on.</summary>
    public IReadOnlyList<IInvocationOperation> Calls => _calls;

    /// <summary>The body that makes it returns it.</summary>
    public bool IsReturned { get; private set; }

    /// <summary>A field, a property, an element of a collection holds it.</summary>
    public bool IsStored { get; private set; }

    /// <summary>The constructor of an object puts it into a static field, whatever is there: it replaces what all objects share.</summary>
    public bool ReplacesStatic { get; private set; }

    /// <summary>Other code gets it, and may do anything with it.</summary>
    public bool IsHandedOn { get; private set; }

    /// <summary>A lambda or local function uses it, and may be kept or run again.</summary>
    public bool IsCaptured { get; private set; }

    /// <summary>Nothing has it any more when the body that made it is done.</summary>
    public bool IsForgotten => !(IsReturned || IsStored || IsHandedOn || IsCaptured);

    /// <summary>The lambda or local function whose body makes it; null where the member's own does.</summary>
    public IOperation? Function { get; }

    /// <param name="made">What makes it: a creation, a call.</param>
    /// <param name="carries">
    /// Whether a call or creation that is made on it or given it stands for it from there on: a builder's method, a wrap. Where what
    /// makes it is such a call itself, the local that it is called on has it too.
    /// </param>
    public static MadeObject Follow(IOperation made, Func<IOperation, bool>? carries = null)
    {
        var followed = new MadeObject(made, carries ?? (_ => false));
        foreach (var step in ValueFlow.Steps(made, followed.Next).Concat(followed.StepsOfReceiver()))
            followed.Use(step);
        return followed;
    }

    /// <summary>Whether a call on it happens at most once for each object that is made: no loop and no lambda stands around the call alone.</summary>
    public bool RunsOnce(IInvocationOperation call)
    {
        for (var outer = call.Parent; outer is not null && !outer.Syntax.Span.Contains(_made.Syntax.Span); outer = outer.Parent)
        {
            if (outer is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation)
                return false;
        }

        return true;
    }

    /// <summary>The local that it is made on, where the call returns what it is called on, as a builder's do; any other has been elsewhere.</summary>
    private IEnumerable<IOperation> StepsOfReceiver()
    {
        var receiver = _made;
        while (receiver is IInvocationOperation call && _carries(call) && Arguments.Receiver(call) is { } inner
            && SymbolEqualityComparer.Default.Equals(inner.Type, call.Type))
            receiver = ValueOrigins.Unconverted(inner);
        if (receiver is ILocalReferenceOperation { Local: var local })
            return ValueFlow.Reads(local, _made).Where(r => r != receiver).SelectMany(r => ValueFlow.Steps(r, Next));
        IsHandedOn |= receiver != _made && receiver is IParameterReferenceOperation or IMemberReferenceOperation;
        return Enumerable.Empty<IOperation>();
    }

    private IOperation? Next(IOperation step) => ValueFlow.Same(step) ?? step.Parent switch
    {
        ICoalesceOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation => step.Parent,
        IConditionalAccessOperation access when access.Operation == step => Accessed(access),
        IArrayInitializerOperation { Parent: IArrayCreationOperation array } => array,
        IArgumentOperation { Parent: { } user } when _carries(user) => user,
        IInvocationOperation call when call.Instance == step && _carries(call) => call,
        _ => null,
    };

    private void Use(IOperation step)
    {
        if (Next(step) is not null || ValueFlow.Holder(step) is not null)
            return;
        IsCaptured |= EnclosingFunction.Of(step) != Function;
        switch (step.Parent)
        {
            case IReturnOperation:
                IsReturned = true;
                break;
            case IAssignmentOperation assignment when assignment.Value == step && assignment.Target is not IDiscardOperation:
                IsStored = true;
                ReplacesStatic |= assignment.Kind == OperationKind.SimpleAssignment
                    && assignment.Target is IFieldReferenceOperation { Field.IsStatic: true } && IsInConstructor(step);
                break;
            case ISymbolInitializerOperation:
                IsStored = true;
                break;
            case IInvocationOperation call:
                _calls.Add(call);
                break;
            case IArgumentOperation { Parent: IInvocationOperation call } when Arguments.Receiver(call) == step:
                _calls.Add(call);
                break;
            case IMethodReferenceOperation:
                IsCaptured = true;
                break;
            default:
                IsHandedOn |= !IsLook(step);
                break;
        }
    }

    /// <summary>Dropped, tested, disposed of, asked for a member, or called with something whose type is missing.</summary>
    private static bool IsLook(IOperation step) => step.Parent is null or IExpressionStatementOperation or IAssignmentOperation
        or IUsingOperation or IMemberReferenceOperation or IBinaryOperation or IIsPatternOperation or IIsTypeOperation || IsReceiverOfOwn(step);

    /// <summary>Whether a call that does not bind is to a member of the object by its name: it is made on it, and does not hand it on.</summary>
    private static bool IsReceiverOfOwn(IOperation step) => step.Parent is IInvalidOperation
        && step.Syntax.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } access && access.Expression == step.Syntax
        && step.Type?.GetMembers(member).IsEmpty == false;

    /// <summary>The object as what follows <c>?.</c> sees it.</summary>
    private static IOperation? Accessed(IConditionalAccessOperation access) =>
        access.WhenNotNull.DescendantsAndSelf().FirstOrDefault(o => o is IConditionalAccessInstanceOperation);

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
