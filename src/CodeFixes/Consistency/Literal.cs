using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Consistency;

/// <summary>A number that stands in the source itself.</summary>
internal static class Literal
{
    /// <summary>Replaces the marked number by the one that the rule computed; nothing where the mark is another constant's name.</summary>
    public static IEnumerable<Offer> Raise(Marked at, string needed)
    {
        if (at.Node.FirstAncestorOrSelf<LiteralExpressionSyntax>() is { } literal && at.Diagnostic.Properties.TryGetValue(needed, out var number))
            yield return new($"Raise it to {number}", () => at.Root.ReplaceNode(literal, SyntaxFactory.ParseExpression(number!).WithTriviaFrom(literal)));
    }
}
