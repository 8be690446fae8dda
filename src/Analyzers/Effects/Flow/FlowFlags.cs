using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The locals of a body that remember what happened: a <c>bool</c>, or a reference that is null or not.</summary>
internal sealed class FlowFlags
{
    private readonly Dictionary<ILocalSymbol, int> _flags = new(SymbolEqualityComparer.Default);

    /// <summary>Adds the locals that the conditions of a graph test.</summary>
    public void Add(ControlFlowGraph graph)
    {
        foreach (var block in graph.Blocks)
        {
            if (block.ConditionKind != ControlFlowConditionKind.None && block.BranchValue is { } condition && Tested(condition) is { } test
                && _flags.Count < FlagSet.Most && !_flags.ContainsKey(test.Local))
                _flags.Add(test.Local, _flags.Count);
        }
    }

    /// <summary>What must hold for a condition to have a value; null where it tests no flag.</summary>
    public FlagValue? Test(IOperation condition, bool value) =>
        Tested(condition) is { } test && _flags.TryGetValue(test.Local, out var flag) ? new(flag, value == test.Value) : null;

    /// <summary>What an operation makes of a flag; null where it changes none.</summary>
    public FlagValue? Change(IOperation operation)
    {
        var (local, value) = operation switch
        {
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation set, Value: var given } => (set.Local, ValueOf(given)),
            ICompoundAssignmentOperation { Target: ILocalReferenceOperation set } => (set.Local, null),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: ILocalReferenceOperation set } => (set.Local, null),
            _ => (null, (bool?)null),
        };
        return local is not null && _flags.TryGetValue(local, out var flag) ? new(flag, value) : null;
    }

    /// <summary>A flag, with the value for which the condition holds.</summary>
    private static (ILocalSymbol Local, bool Value)? Tested(IOperation condition) => ValueOrigins.Unconverted(condition) switch
    {
        ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } flag => (flag.Local, true),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var negated } => Tested(negated) is { } test ? (test.Local, !test.Value) : null,
        IIsNullOperation { Operand: var asked } => Holder(asked) is { } holder ? (holder, false) : null,
        IIsPatternOperation { Value: var asked, Pattern: var pattern } => Holder(asked) is { } holder && NonNull(pattern) is { } value ? (holder, value) : null,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } equal => Compared(equal),
        _ => null,
    };

    private static (ILocalSymbol, bool)? Compared(IBinaryOperation equal)
    {
        var isEqual = equal.OperatorKind == BinaryOperatorKind.Equals;
        return (ValueOrigins.Unconverted(equal.LeftOperand), ValueOrigins.Unconverted(equal.RightOperand).ConstantValue) switch
        {
            (ILocalReferenceOperation { Type.IsReferenceType: true } held, { HasValue: true, Value: null }) => (held.Local, !isEqual),
            (ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } flag, { HasValue: true, Value: bool value }) =>
                (flag.Local, isEqual == value),
            _ => null,
        };
    }

    private static ILocalSymbol? Holder(IOperation value) =>
        ValueOrigins.Unconverted(value) is ILocalReferenceOperation { Type.IsReferenceType: true } held ? held.Local : null;

    /// <summary>Whether a pattern holds for what is not null; null where it asks more.</summary>
    private static bool? NonNull(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } => false,
        INegatedPatternOperation { Pattern: var negated } => !NonNull(negated),
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } => true,
        _ => null,
    };

    /// <summary>A constant, or a value that cannot be null.</summary>
    private static bool? ValueOf(IOperation value) => ValueOrigins.Unconverted(value) switch
    {
        { ConstantValue: { HasValue: true, Value: bool constant } } => constant,
        { ConstantValue: { HasValue: true, Value: null } } => false,
        IDefaultValueOperation { Type.IsReferenceType: true } => false,
        IObjectCreationOperation or ICaughtExceptionOperation => true,
        ILocalReferenceOperation { Local: var local } when IsCaught(local) => true,
        _ => null,
    };

    /// <summary>The variable of a <c>catch</c>.</summary>
    private static bool IsCaught(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is CatchDeclarationSyntax;
}
