using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Injecting;

/// <summary>Where the members of a class stand.</summary>
internal static class Layout
{
    /// <summary>The class with a member before its others, and a blank line between.</summary>
    public static ClassDeclarationSyntax First(ClassDeclarationSyntax type, MemberDeclarationSyntax member)
    {
        var (next, end) = (type.Members[0], NewLine(type));
        member = member.WithLeadingTrivia(Indentation(next)).WithTrailingTrivia(end);
        return type.WithMembers(type.Members.Replace(next, next.WithLeadingTrivia(next.GetLeadingTrivia().Insert(0, end))).Insert(0, member));
    }

    /// <summary>The blanks before a node on its line.</summary>
    public static IEnumerable<SyntaxTrivia> Indentation(SyntaxNode node) => node.GetLeadingTrivia().Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia));

    /// <summary>The end of a line as the class has it.</summary>
    public static SyntaxTrivia NewLine(SyntaxNode node) => node.DescendantTrivia().FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end : ElasticCarriageReturnLineFeed;

    /// <summary>Blanks and ends of lines alone.</summary>
    public static IEnumerable<SyntaxTrivia> Blank(SyntaxTriviaList trivia) => trivia.Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia) || t.IsKind(SyntaxKind.EndOfLineTrivia));
}
