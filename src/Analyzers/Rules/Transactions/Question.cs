using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>
/// A method that is asked: it answers yes or no, as <c>CheckPasswordAsync</c>, not <c>CheckoutAsync</c>; or it gives what is there, as <c>GetSettings</c>, not
/// <c>GetOrCreateOrder</c>. What it writes on the way is no business of its caller.
/// </summary>
internal static class Question
{
    private static readonly string[] OfYesOrNo = { "check", "verify", "validate", "is", "has", "can" };
    private static readonly string[] OfThings = { "get", "find", "load" };

    public static bool Is(ISymbol? member)
    {
        if (member is not IMethodSymbol { ReturnsVoid: false, ReturnType: var type } method || TaskTypes.Awaited(type) is not { } answer)
            return false;
        var words = Words.Of(method.Name).ToList();
        return answer.SpecialType == SpecialType.System_Boolean
            ? OfYesOrNo.Contains(words[0])
            : OfThings.Contains(words[0]) && !words.Contains("or") && !words.Contains("and");
    }
}
