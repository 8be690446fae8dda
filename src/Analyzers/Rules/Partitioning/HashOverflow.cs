using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Partitioning;

/// <summary>A hash is any int. The smallest has no absolute value, so that Math.Abs throws for it; and the remainder of a negative one is no index.</summary>
/// <remarks>Silent where the hash is widened, masked, made unsigned or compared first, and where the remainder is made non-negative or compared.</remarks>
internal sealed class HashOverflow() : CallRule(Definition)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP5002",
        title: "Hash made an index without care for its sign",
        messageFormat: "A hash may be {0}: {1}. Clear the sign with '& int.MaxValue'.",
        category: Family.Partitioning,
        defaultSeverity: DiagnosticSeverity.Warning);

    private static readonly HashSet<string> Indices = new(StringComparer.Ordinal)
    {
        "index", "idx", "partition", "shard", "bucket", "slot", "queue", "node", "server", "replica",
    };

    public override bool Concerns(Row row) => row.Has(Trait.Overflows) || row.Has(Effect.UnstableHash) || row.Member == "GetHashCode";

    public override Finding? Judge(ModelledCall call, Settings settings)
    {
        if (call.Operation is not IInvocationOperation invocation)
            return null;
        if (call.Row.Has(Trait.Overflows))
            return invocation.Type?.SpecialType == SpecialType.System_Int32 && IsBareHash(invocation.Arguments[0].Value)
                ? Finding.At(invocation, "int.MinValue", $"'{Name(invocation.TargetMethod)}' throws an OverflowException for it")
                : null;
        return HashFlow.Steps(invocation).OfType<IBinaryOperation>().FirstOrDefault(IsBareRemainder) is { } remainder
            ? Finding.At(remainder, "negative", "then so is this remainder, and it is used as an index")
            : null;
    }

    /// <summary>A signed remainder of the hash itself that becomes an index with nothing done about its sign.</summary>
    private static bool IsBareRemainder(IBinaryOperation operation)
    {
        if (operation is not { OperatorKind: BinaryOperatorKind.Remainder, Type.SpecialType: SpecialType.System_Int32 } || !IsBareHash(operation.LeftOperand))
            return false;
        var steps = ValueFlow.Steps(operation, ValueFlow.Same).ToList();
        return steps.Any(IsIndex) && steps.All(s => s.Parent is not (IBinaryOperation or IUnaryOperation) && !IsMadePositive(s));
    }

    private static bool IsBareHash(IOperation value) => HashValue.Is(value) && !LocalValues.IsCompared(value);

    private static bool IsIndex(IOperation step) =>
        HashFlow.IndexedBy(step) is { Type: not INamedTypeSymbol { Name: "Dictionary" or "ConcurrentDictionary" or "IDictionary" or "IReadOnlyDictionary" } }
        || (step.Parent is IReturnOperation && step.SemanticModel?.GetEnclosingSymbol(step.Syntax.SpanStart) is { } owner && Words.Any(owner.Name, Indices));

    private static bool IsMadePositive(IOperation step) =>
        step.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Math" or "Int32" } };

    private static string Name(IMethodSymbol method) => $"{method.ContainingType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}.{method.Name}";
}
