using System.Composition;
using DistPatterns.Rules.Consistency;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Consistency;

/// <summary>Asks for the level that the model names in the place of the one that nothing confirms.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnacknowledgedWriteFix() : RuleFix("DP4007")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node.FirstAncestorOrSelf<MemberAccessExpressionSyntax>() is { } level && level.Span == at.Diagnostic.Location.SourceSpan
            && at.Diagnostic.Properties.TryGetValue(UnacknowledgedWrite.Instead, out var instead) && instead is not null)
            yield return new($"Use '{instead}'", () => at.Root.ReplaceNode(level.Name, SyntaxFactory.IdentifierName(instead).WithTriviaFrom(level.Name)));
    }
}
