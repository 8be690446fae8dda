using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What a condition looks at.</summary>
internal static class FlowConditions
{
    private static readonly HashSet<string> Counts = new(StringComparer.Ordinal)
    {
        "attempt", "retry", "try", "count",
    };

    private static readonly HashSet<string> Deliveries = new(StringComparer.Ordinal)
    {
        "dequeue", "delivery", "redelivered", "redelivery", "death", "deaths",
    };

    public static FlowBounds Of(IOperation condition)
    {
        if (condition.ConstantValue.HasValue)
            return FlowBounds.None;
        var found = condition.DescendantsAndSelf().Aggregate(FlowBounds.None, (all, o) => all | Part(o));
        return found != FlowBounds.None ? found : FlowBounds.State;
    }

    private static FlowBounds Part(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.Name: "MoveNext" or "MoveNextAsync", IsImplicit: true } => FlowBounds.Collection,
        IInvocationOperation { Arguments: var given } when given.Any(a => IsVariableNumber(a.Value)) => FlowBounds.Counter,
        IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } => FlowBounds.Token,
        IMemberReferenceOperation { Member.Name: var name } => OfName(name),
        IInvocationOperation { TargetMethod.Name: var name } => OfName(name),
        IBinaryOperation compared when IsTime(compared.LeftOperand.Type) || IsTime(compared.RightOperand.Type) => FlowBounds.Clock,
        IBinaryOperation compared when IsVariableNumber(compared.LeftOperand) || IsVariableNumber(compared.RightOperand) => FlowBounds.Counter,
        _ => FlowBounds.None,
    };

    private static FlowBounds OfName(string name) =>
        Words.Any(name, Deliveries) ? FlowBounds.Counter | FlowBounds.Deliveries : Words.Any(name, Counts) ? FlowBounds.Counter : FlowBounds.None;

    private static bool IsVariableNumber(IOperation value) => ValueOrigins.Unconverted(value) switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation or IIncrementOrDecrementOperation =>
            value.Type is { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 },
        _ => false,
    } && !value.ConstantValue.HasValue;

    private static bool IsTime(ITypeSymbol? type) => type?.Name is "DateTime" or "DateTimeOffset" or "TimeSpan";
}
