using Microsoft.CodeAnalysis;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>The types whose values hold nothing that can change.</summary>
internal static class ImmutableTypes
{
    private static readonly HashSet<string> Names = new() { "Guid", "DateTimeOffset", "TimeSpan", "DateOnly", "TimeOnly", "Uri" };

    public static bool Is(ITypeSymbol? type) => type switch
    {
        null => false,
        { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_String or SpecialType.System_DateTime } => true,
        { TypeKind: TypeKind.Enum } => true,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: var inner } => Is(inner[0]),
        _ => type.ContainingNamespace?.ToDisplayString() == "System" && Names.Contains(type.Name),
    };
}
