using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes;

/// <summary>The blank lines between statements or members, which stay where they are when one moves or comes in front.</summary>
internal static class BlankLines
{
    /// <summary>Those before a node.</summary>
    public static SyntaxTriviaList Before(SyntaxNode node) => TriviaList(node.GetLeadingTrivia().TakeWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia)));

    /// <summary>How far a node is indented.</summary>
    public static IEnumerable<SyntaxTrivia> Indentation(SyntaxNode node) =>
        node.GetLeadingTrivia().Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia));

    /// <summary>What else stands before it: its comments, and how far it is indented.</summary>
    public static SyntaxTriviaList Without(SyntaxNode node) => TriviaList(node.GetLeadingTrivia().SkipWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia)));
}
