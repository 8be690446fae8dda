using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The function that an operation stands in, inside its member.</summary>
internal static class EnclosingFunction
{
    /// <summary>The innermost lambda or local function around an operation; null in the member's own body.</summary>
    public static IOperation? Of(IOperation operation)
    {
        var outer = operation.Parent;
        while (outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation))
            outer = outer.Parent;
        return outer;
    }
}
