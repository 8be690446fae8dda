using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Discovery;

/// <summary>Reads the address from the configuration at hand, with what is written as the default: nothing changes until the setting is there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HardCodedEndpointFix() : RuleFix("DP8001")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (LiteralIn(at.Node) is not { } text || ConfigurationAt.Find(at) is not { } configuration || at.Diagnostic.Properties["member"] is not { } member)
            yield break;
        var key = $"{at.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText ?? "Program"}:{member}";
        yield return new($"Read the address from the setting '{key}'", () => at.Root.ReplaceNode(text, Read(configuration, key, text)));
    }

    /// <summary>A literal, or the one that a URI is made of.</summary>
    private static LiteralExpressionSyntax? LiteralIn(SyntaxNode marked) => marked switch
    {
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => arguments[0].Expression as LiteralExpressionSyntax,
        _ => marked as LiteralExpressionSyntax,
    };

    private static ExpressionSyntax Read(string configuration, string key, LiteralExpressionSyntax otherwise) =>
        BinaryExpression(
            SyntaxKind.CoalesceExpression,
            ParseExpression($"{configuration}[\"{key}\"] "),
            Token(SyntaxKind.QuestionQuestionToken).WithTrailingTrivia(Space),
            otherwise.WithoutTrivia()).WithTriviaFrom(otherwise);
}
