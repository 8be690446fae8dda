using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Tells times of a place, which differ from one to the next and jump twice a year, from those in UTC.</summary>
internal static class LocalTime
{
    /// <summary>Whether a time is not in UTC, as far as the expression and the locals in it tell.</summary>
    public static bool Is(IOperation value) => ValueOrigins.Unconverted(value) switch
    {
        IPropertyReferenceOperation { Property: { Name: "Now" or "Today", ContainingType.SpecialType: SpecialType.System_DateTime } } => true,
        IPropertyReferenceOperation { Property: { Name: "DateTime" or "LocalDateTime", ContainingType: var type } } => IsDateTimeOffset(type),
        IInvocationOperation { TargetMethod: { Name: "ToLocalTime", ContainingType.SpecialType: SpecialType.System_DateTime } } => true,
        IInvocationOperation { TargetMethod.Name: "ToUniversalTime" } => false,
        IInvocationOperation { Instance: { } start, TargetMethod.ContainingType.SpecialType: SpecialType.System_DateTime } => Is(start),
        IBinaryOperation { LeftOperand: { Type.SpecialType: SpecialType.System_DateTime } start } => Is(start),
        ILocalReferenceOperation { Local: var local } read => LocalValues.Only(local, read) is { } held && Is(held),
        _ => false,
    };

    private static bool IsDateTimeOffset(INamedTypeSymbol type) =>
        type is { Name: nameof(DateTimeOffset), ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
