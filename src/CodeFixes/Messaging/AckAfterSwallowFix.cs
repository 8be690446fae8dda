using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DistPatterns.CodeFixes.Messaging;

/// <summary>Lets the failure go on at the end of the <c>catch</c> that swallows it, so that the acknowledgement behind it is not reached.</summary>
/// <remarks>No FixAll: what an unacknowledged message does next differs from broker to broker and from consumer to consumer.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AckAfterSwallowFix() : RuleFix("DP3011")
{
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Diagnostic.AdditionalLocations.FirstOrDefault() is not { } work || work.SourceTree != at.Root.SyntaxTree)
            yield break;
        var swallowing = at.Root.FindNode(work.SourceSpan).Ancestors().OfType<TryStatementSyntax>()
            .FirstOrDefault(t => t.Block.Span.Contains(work.SourceSpan) && t.Catches.Any(TakesAll));
        if (swallowing is null || swallowing.Span.Contains(at.Node.Span) || swallowing.Catches.Last(TakesAll) is not { } handler)
            yield break;
        yield return new("Rethrow, so that the message is not acknowledged", () => at.Root.ReplaceNode(
            handler.Block, handler.Block.AddStatements(SyntaxFactory.ThrowStatement().WithAdditionalAnnotations(Formatter.Annotation))));
    }

    private static bool TakesAll(CatchClauseSyntax handler) =>
        handler.Declaration is null || handler.Declaration.Type.ToString() is "Exception" or "System.Exception";
}
