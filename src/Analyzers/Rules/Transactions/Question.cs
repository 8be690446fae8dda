using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>A method that is asked and answers yes or no: <c>CheckPasswordAsync</c>, not <c>CheckoutAsync</c>.</summary>
internal static class Question
{
    private static readonly string[] Verbs = { "check", "verify", "validate", "is", "has", "can" };

    public static bool Is(ISymbol? member) =>
        member is IMethodSymbol { ReturnType: var answer } method && SaysYesOrNo(answer) && Verbs.Contains(Words.Of(method.Name).FirstOrDefault());

    private static bool SaysYesOrNo(ITypeSymbol type) => TaskTypes.Awaited(type)?.SpecialType == SpecialType.System_Boolean;
}
