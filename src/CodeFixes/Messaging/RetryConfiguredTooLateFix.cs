using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Messaging;

/// <summary>Moves the retry in front of what it comes too late for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RetryConfiguredTooLateFix() : RuleFix("DP3012")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Diagnostic.AdditionalLocations.FirstOrDefault() is { } early && early.SourceTree == at.Root.SyntaxTree
            && at.Node.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } late
            && block.Statements.FirstOrDefault(s => s.Span.Contains(early.SourceSpan)) is { } target
            && MovedUp.Before(at.Root, late, target) is { } changed)
            yield return new("Move it up", () => changed);
    }
}
