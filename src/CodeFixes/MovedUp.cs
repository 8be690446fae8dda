using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes;

/// <summary>A statement that moves up in its block, with its comments; blank lines stay where they are.</summary>
internal static class MovedUp
{
    /// <summary>
    /// The file with the statement in front of the other. Null where the two are not statements of one block, a directive parts them, or
    /// what is declared in between is read.
    /// </summary>
    public static SyntaxNode? Before(SyntaxNode root, StatementSyntax moved, StatementSyntax target)
    {
        if (moved.Parent is not BlockSyntax block || target.Parent != block || block.ContainsDirectives || moved.SpanStart < target.SpanStart)
            return null;
        var passed = block.Statements.SkipWhile(s => s != target).TakeWhile(s => s != moved);
        var variables = passed.OfType<LocalDeclarationStatementSyntax>().SelectMany(d => d.Declaration.Variables);
        var declared = new HashSet<string>(variables.Select(v => v.Identifier.ValueText), StringComparer.Ordinal);
        if (moved.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => declared.Contains(n.Identifier.ValueText)))
            return null;
        var ahead = moved.WithLeadingTrivia(BlankLines.Before(target).Concat(BlankLines.Without(moved)));
        var statements = block.Statements.Where(s => s != moved)
            .SelectMany(s => s == target ? new[] { ahead, target.WithLeadingTrivia(BlankLines.Without(target)) } : new[] { s });
        return root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(statements)));
    }
}
