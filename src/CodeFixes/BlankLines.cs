using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes;

/// <summary>The blank lines between statements, which stay where they are when a statement moves.</summary>
internal static class BlankLines
{
    /// <summary>Those before a statement.</summary>
    public static SyntaxTriviaList Before(StatementSyntax statement) => TriviaList(statement.GetLeadingTrivia().TakeWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia)));

    /// <summary>How far a statement is indented.</summary>
    public static IEnumerable<SyntaxTrivia> Indentation(StatementSyntax statement) =>
        statement.GetLeadingTrivia().Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia));

    /// <summary>What else stands before it: its comments, and how far it is indented.</summary>
    public static SyntaxTriviaList Without(StatementSyntax statement) => TriviaList(statement.GetLeadingTrivia().SkipWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia)));
}
