using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>Publishes before the save; where the message reads what the save gives, such as a key that the database makes, saves once more behind it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PublishAfterLastSaveFix() : RuleFix("DP2015")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (Publication.Of(at.Model, at.Node, at.Cancellation) is not { Block: { ContainsDirectives: false } block } publication)
            yield break;
        var between = new List<StatementSyntax>();
        foreach (var statement in block.Statements.TakeWhile(s => s != publication.Statement).Reverse())
        {
            if (ContextCommit.Of(at.Model, statement, at.Cancellation) is { Saves: true } save)
            {
                var reorderable = new ReorderableExpressions(at.Model, save, new(at.Model, save, at.Cancellation), at.Cancellation);
                var publish = publication.Statement;
                if (ReorderGuard.Allow(block)
                    && between.TrueForAll(s => ReorderGuard.StandAside(at.Model, s, at.Cancellation))
                    && reorderable.Is(publication.Message))
                    yield return new(
                        "Publish before the save",
                        () => at.Root.ReplaceNode(
                            block, StatementMove.Ahead(block, statement, new[] { statement }, reorderable.Moved.ToList(), publish, publish)));
                else if (statement is ExpressionStatementSyntax)
                    yield return new("Save once more behind it", () => at.Root.InsertNodesAfter(publish, new[] { Again(statement, publish) }), "Again");
                yield break;
            }

            between.Add(statement);
        }
    }

    private static StatementSyntax Again(StatementSyntax save, StatementSyntax publication) =>
        save.WithLeadingTrivia(BlankLines.Indentation(publication))
            .WithTrailingTrivia(publication.GetTrailingTrivia().Where(t => !t.ToString().StartsWith("/", StringComparison.Ordinal)));
}
