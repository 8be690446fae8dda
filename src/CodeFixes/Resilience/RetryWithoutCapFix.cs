using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>Counts the tries of an endless loop, or asks the policy for some tries; the last failure goes on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RetryWithoutCapFix() : RuleFix("DP1005")
{
    private const int Tries = 5;

    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (PolicyRetry.Renamed(at, name => name.Replace("Forever", ""), Tries) is var (call, limited))
            yield return new($"Try {Tries} times", () => at.Root.ReplaceNode(call, limited));
        else if (at.Node.Ancestors().OfType<WhileStatementSyntax>().FirstOrDefault() is { Condition.RawKind: (int)SyntaxKind.TrueLiteralExpression } loop
            && Try(loop, at.Node) is { Catches: { Count: 1 } handlers }
            && handlers[0].Filter is null
            && at.Model.LookupSymbols(loop.SpanStart, name: "attempt").IsEmpty)
            yield return new($"Try {Tries} times", () => at.Root.ReplaceNode(loop, Counted(loop, handlers[0])));
    }

    private static TryStatementSyntax? Try(WhileStatementSyntax loop, SyntaxNode call) =>
        loop.Statement.DescendantNodes().OfType<TryStatementSyntax>().FirstOrDefault(t => t.Block.Span.Contains(call.Span));

    private static ForStatementSyntax Counted(WhileStatementSyntax loop, CatchClauseSyntax handler)
    {
        var filter = SyntaxFactory.CatchFilterClause(SyntaxFactory.ParseExpression($"attempt < {Tries}"));
        var counting = (ForStatementSyntax)SyntaxFactory.ParseStatement("for (var attempt = 1; ; attempt++) { }");
        var limited = (handler.Declaration is { } declared
                ? handler.WithDeclaration(declared.WithCloseParenToken(declared.CloseParenToken.WithTrailingTrivia(SyntaxFactory.Space)))
                : handler.WithCatchKeyword(handler.CatchKeyword.WithTrailingTrivia(SyntaxFactory.Space)))
            .WithFilter(filter.WithWhenKeyword(filter.WhenKeyword.WithTrailingTrivia(SyntaxFactory.Space)).WithTrailingTrivia(
                handler.Declaration is { } before ? before.GetTrailingTrivia() : handler.CatchKeyword.TrailingTrivia));
        return counting.WithStatement(loop.Statement.ReplaceNode(handler, limited))
            .WithCloseParenToken(counting.CloseParenToken.WithTrailingTrivia(loop.CloseParenToken.TrailingTrivia)).WithLeadingTrivia(loop.GetLeadingTrivia());
    }
}
