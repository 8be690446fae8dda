using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Discovery;

/// <summary>Reads the address from the configuration that is at hand, and keeps what is written as the default: nothing changes until somebody sets it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HardCodedEndpointFix() : RuleFix("DP8001")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        var text = at.Node as LiteralExpressionSyntax ?? (at.Node as BaseObjectCreationExpressionSyntax)?.ArgumentList?.Arguments.FirstOrDefault()?.Expression as LiteralExpressionSyntax;
        if (text is null || ConfigurationAt.Find(at) is not { } configuration || at.Diagnostic.Properties["member"] is not { } member)
            yield break;
        var key = $"{at.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText ?? "Program"}:{member}";
        yield return new($"Read the address from the setting '{key}'", () => at.Root.ReplaceNode(text, Read(configuration, key, text)));
    }

    private static ExpressionSyntax Read(string configuration, string key, LiteralExpressionSyntax otherwise) =>
        BinaryExpression(
            SyntaxKind.CoalesceExpression,
            ParseExpression($"{configuration}[\"{key}\"] "),
            Token(SyntaxKind.QuestionQuestionToken).WithTrailingTrivia(Space),
            otherwise.WithoutTrivia()).WithTriviaFrom(otherwise);
}
