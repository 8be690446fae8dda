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
        member = member.WithLeadingTrivia(BlankLines.Indentation(next)).WithTrailingTrivia(end);
        return type.WithMembers(type.Members.Replace(next, next.WithLeadingTrivia(next.GetLeadingTrivia().Insert(0, end))).Insert(0, member));
    }

    /// <summary>The end of a line as the class has it.</summary>
    public static SyntaxTrivia NewLine(SyntaxNode node) =>
        node.DescendantTrivia().FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end
            ? end
            : ElasticCarriageReturnLineFeed;

    public static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia;

    /// <summary>A list with one more, on a line of its own where the last has one; what is said behind the last stays there.</summary>
    /// <param name="list">The list, which is not empty.</param>
    /// <param name="open">The token before it.</param>
    /// <param name="more">What comes behind its last.</param>
    public static SeparatedSyntaxList<T> Behind<T>(SeparatedSyntaxList<T> list, SyntaxToken open, T more) where T : SyntaxNode
    {
        var last = list.Last();
        var trailing = last.GetTrailingTrivia();
        var comments = trailing.Select((t, i) => IsComment(t) ? i + 1 : 0).DefaultIfEmpty().Max();
        var said = TriviaList(trailing.Take(comments));
        var gap = list.SeparatorCount > 0 ? list.GetSeparators().Last().TrailingTrivia : open.TrailingTrivia;
        var comma = Token(SyntaxKind.CommaToken).WithTrailingTrivia(Blank(gap).DefaultIfEmpty(Space));
        if (said.LastOrDefault().IsKind(SyntaxKind.SingleLineCommentTrivia)) // it would hide the comma
            (said, comma) = (TriviaList(), comma.WithTrailingTrivia(trailing));
        more = more.WithLeadingTrivia(BlankLines.Indentation(last)).WithTrailingTrivia(trailing.Skip(comments));
        return SeparatedList<T>(list.Replace(last, last.WithTrailingTrivia(said)).GetWithSeparators().Add(comma).Add(more));
    }

    /// <summary>Blanks and ends of lines alone.</summary>
    public static IEnumerable<SyntaxTrivia> Blank(SyntaxTriviaList trivia) =>
        trivia.Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia) || t.IsKind(SyntaxKind.EndOfLineTrivia));
}
