using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Partitioning;

/// <summary>Where a hash goes: as <see cref="ValueFlow"/>, and through arithmetic and text, which carry it on.</summary>
internal static class HashFlow
{
    /// <summary>Every operation that carries the hash, or what was computed from it.</summary>
    public static IEnumerable<IOperation> Steps(IOperation hash) => ValueFlow.Steps(hash, Next);

    public static IOperation? Next(IOperation value) => ValueFlow.Same(value) ?? value.Parent switch
    {
        IBinaryOperation
        {
            OperatorKind: BinaryOperatorKind.Remainder
                or BinaryOperatorKind.Divide
                or BinaryOperatorKind.RightShift
                or BinaryOperatorKind.UnsignedRightShift
                or BinaryOperatorKind.LeftShift,
        } split => split.LeftOperand == value ? split : null,
        IBinaryOperation
        {
            OperatorKind: BinaryOperatorKind.Add
                or BinaryOperatorKind.Subtract
                or BinaryOperatorKind.Multiply
                or BinaryOperatorKind.And
                or BinaryOperatorKind.Or
                or BinaryOperatorKind.ExclusiveOr,
        } mix => mix,
        IUnaryOperation unary => unary,
        IConditionalOperation choice => choice.Condition == value ? null : choice,
        IInterpolationOperation { Parent: var text } => text,
        IInterpolatedStringAdditionOperation text => text,
        IInvocationOperation { TargetMethod.Name: "ToString" } call when call.Instance == value => call,
        IArgumentOperation
        {
            Parent: IInvocationOperation
            {
                TargetMethod.ContainingType: { Name: "Math" or "Convert" or "String" or "BitConverter", ContainingNamespace.Name: "System" },
            } call,
        } => call,
        _ => null,
    };

    /// <summary>Whether the value is folded into a range here: a remainder or a mask.</summary>
    public static bool IsFold(IOperation step) => step is IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder or BinaryOperatorKind.And };

    /// <summary>The collection that a value selects an element of, or null.</summary>
    public static IOperation? IndexedBy(IOperation value) => value.Parent switch
    {
        IArrayElementReferenceOperation element when element.Indices.Contains(value) => element.ArrayReference,
        IArgumentOperation { Parent: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list } } => list,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "ElementAt", Arguments: { Length: 2 } arguments } } => arguments[0].Value,
        _ => null,
    };
}
