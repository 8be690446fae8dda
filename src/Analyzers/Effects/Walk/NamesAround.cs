using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The names that say what some code is for, where no type does.</summary>
internal static class NamesAround
{
    /// <summary>The names and texts that an operation is written with, of what its value goes to, and of the members and types that it stands in.</summary>
    public static IEnumerable<string> Of(IOperation operation) => Written(operation.Syntax).Concat(Holders(operation).Distinct()).Concat(Enclosing(operation));

    /// <summary>The names that the member around a piece of code uses; not those that it declares.</summary>
    public static IEnumerable<string> UsedInMember(Place code) => code.FindNode().FirstAncestorOrSelf<MemberDeclarationSyntax>()?
        .DescendantNodes().OfType<SimpleNameSyntax>().Select(n => n.Identifier.ValueText) ?? Enumerable.Empty<string>();

    private static IEnumerable<string> Written(SyntaxNode syntax) => syntax.DescendantTokens()
        .Where(t => t.RawKind is (int)SyntaxKind.IdentifierToken or (int)SyntaxKind.StringLiteralToken or (int)SyntaxKind.InterpolatedStringTextToken)
        .Select(t => t.ValueText);

    private static IEnumerable<string> Holders(IOperation operation)
    {
        for (var outer = operation; outer is not (null or IBlockOperation); outer = outer.Parent)
        {
            if (ValueOrigins.TargetOf(outer) is { } holder)
                yield return holder.Name;
        }
    }

    private static IEnumerable<string> Enclosing(IOperation operation)
    {
        var symbol = operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart);
        for (; symbol is IMethodSymbol or INamedTypeSymbol; symbol = symbol.ContainingSymbol)
            yield return symbol.Name;
    }
}
