using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Caching;

/// <summary>Changes the cache behind the save.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CacheBeforeDatabaseFix() : RuleFix("DP7003")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Diagnostic.AdditionalLocations.FirstOrDefault() is { } save && save.SourceTree == at.Root.SyntaxTree
            && at.Node.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } change
            && block.Statements.FirstOrDefault(s => s.Span.Contains(save.SourceSpan)) is { } target
            && MovedDown.Behind(at.Root, change, target) is { } changed)
            yield return new("Change the cache behind the save", () => changed);
    }
}
