using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>Moves statements up in their block, with their comments; blank lines stay where they are.</summary>
internal static class StatementMove
{
    /// <summary>The block with the moved statements, and a new one for the old, before the target, in place of which the kept ones stand.</summary>
    public static BlockSyntax Ahead(
        BlockSyntax block,
        StatementSyntax target,
        IReadOnlyList<StatementSyntax> kept,
        IReadOnlyList<StatementSyntax> moved,
        StatementSyntax old,
        StatementSyntax replacement)
    {
        var ahead = moved
            .Select(m => m.WithLeadingTrivia(BlankLines.Without(m)))
            .Append(replacement.WithLeadingTrivia(BlankLines.Without(old)).WithTrailingTrivia(old.GetTrailingTrivia()))
            .ToList();
        ahead[0] = ahead[0].WithLeadingTrivia(BlankLines.Before(target).Concat(ahead[0].GetLeadingTrivia()));
        var statements = new List<StatementSyntax>();
        var gap = TriviaList();
        foreach (var statement in block.Statements)
        {
            if (statement == old || moved.Contains(statement))
            {
                gap = gap.Count > 0 ? gap : BlankLines.Before(statement);
                continue;
            }

            if (statement == target)
            {
                statements.AddRange(ahead);
                statements.Add(kept[0].WithLeadingTrivia(BlankLines.Without(kept[0])));
                statements.AddRange(kept.Skip(1));
                continue;
            }

            statements.Add(gap.Count > 0 && BlankLines.Before(statement).Count == 0
                ? statement.WithLeadingTrivia(gap.AddRange(statement.GetLeadingTrivia()))
                : statement);
            gap = TriviaList();
        }

        return block.WithStatements(List(statements));
    }
}
