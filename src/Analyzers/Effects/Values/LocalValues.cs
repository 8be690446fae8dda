using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What a local is given within its member, and whether the member looks at it.</summary>
internal static class LocalValues
{
    /// <summary>Every value that a local is given as such, in the order of the text: by its declaration, and by assignments.</summary>
    /// <param name="local">The local.</param>
    /// <param name="within">Any operation of its member.</param>
    public static IEnumerable<IOperation> Of(ILocalSymbol local, IOperation within) =>
        WholeMember.Around(within).Select(o => ValueFor(local, o)).OfType<IOperation>();

    /// <summary>The value that a local has from its declaration to its end; null where it gets more than one.</summary>
    public static IOperation? Only(ILocalSymbol local, IOperation within)
    {
        var values = Of(local, within).Take(2).ToList();
        return values.Count == 1 && !IsChangedInPlace(local, within) ? values[0] : null;
    }

    /// <summary>Whether a local is also changed in place: <c>&amp;=</c>, <c>??=</c>, <c>++</c>.</summary>
    public static bool IsChangedInPlace(ILocalSymbol local, IOperation within) => WholeMember.Around(within).Any(o =>
        o is ICompoundAssignmentOperation { Target: ILocalReferenceOperation changed } && Same(changed.Local, local)
        || o is ICoalesceAssignmentOperation { Target: ILocalReferenceOperation completed } && Same(completed.Local, local)
        || o is IIncrementOrDecrementOperation { Target: ILocalReferenceOperation counted } && Same(counted.Local, local));

    /// <summary>Whether its member compares a value, or what is written alike, with a constant: it looks at where the value lies.</summary>
    public static bool IsCompared(IOperation value)
    {
        var written = ValueOrigins.Unconverted(value).Syntax;
        return WholeMember.Around(value).Any(o => o switch
        {
            IBinaryOperation { OperatorKind: var kind } compared when IsComparison(kind) =>
                (IsWritten(compared.LeftOperand, written) && compared.RightOperand.ConstantValue.HasValue)
                || (IsWritten(compared.RightOperand, written) && compared.LeftOperand.ConstantValue.HasValue),
            IIsPatternOperation { Value: var asked } => IsWritten(asked, written),
            ISwitchExpressionOperation { Value: var asked } => IsWritten(asked, written),
            _ => false,
        });
    }

    private static bool IsComparison(BinaryOperatorKind kind) => kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals
        or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;

    private static bool IsWritten(IOperation operand, SyntaxNode written) => SyntaxFactory.AreEquivalent(ValueOrigins.Unconverted(operand).Syntax, written);

    private static IOperation? ValueFor(ILocalSymbol local, IOperation operation) => operation switch
    {
        IVariableDeclaratorOperation declared when Same(declared.Symbol, local) => declared.Initializer?.Value,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assigned when Same(target.Local, local) => assigned.Value,
        _ => null,
    };

    private static bool Same(ILocalSymbol a, ILocalSymbol b) => SymbolEqualityComparer.Default.Equals(a, b);
}
