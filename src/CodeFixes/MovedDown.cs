using DistPatterns.CodeFixes.Transactions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes;

/// <summary>A statement that moves down in its block, with its comments; blank lines stay where they are.</summary>
internal static class MovedDown
{
    /// <summary>
    /// The file with the statement behind the other. Null where the two are not statements of one block, a directive parts them, the way between may be
    /// left, or what the statement reads is written in between.
    /// </summary>
    public static SyntaxNode? Behind(SyntaxNode root, StatementSyntax moved, StatementSyntax target)
    {
        if (moved is not ExpressionStatementSyntax { Parent: BlockSyntax { ContainsDirectives: false } block }
            || target.Parent != block || moved.SpanStart > target.SpanStart)
            return null;
        var passed = block.Statements.SkipWhile(s => s != moved).Skip(1).TakeWhile(s => s != target).Append(target).ToList();
        if (passed.Exists(ReorderGuard.Leave) || ReadsWhatIsWritten(moved, passed))
            return null;
        var behind = moved.WithLeadingTrivia(BlankLines.Without(moved));
        var statements = new List<StatementSyntax>();
        foreach (var statement in block.Statements.Where(s => s != moved))
        {
            statements.Add(statement == passed[0] ? statement.WithLeadingTrivia(BlankLines.Before(moved).Concat(BlankLines.Without(statement))) : statement);
            if (statement == target)
                statements.Add(behind);
        }

        return root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(statements)));
    }

    private static bool ReadsWhatIsWritten(StatementSyntax moved, IReadOnlyList<StatementSyntax> passed)
    {
        var read = moved.DescendantNodes().OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText).ToList();
        return passed.Any(s => read.Exists(name => Writes.To(s, name)) || s.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(a => a.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } && read.Contains(member)));
    }
}
