using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Hoisting;

/// <summary>A member that a fix adds in front of the one that it changes.</summary>
internal static class AddedMember
{
    /// <summary>The new root: the added member takes the blank lines before the changed one, and stands as far in.</summary>
    /// <param name="at">What the fix looks at.</param>
    /// <param name="member">The member as it is.</param>
    /// <param name="changed">The same, changed.</param>
    /// <param name="added">What comes before it.</param>
    /// <param name="isApart">Whether a blank line stands between the two.</param>
    public static SyntaxNode Before(Marked at, MemberDeclarationSyntax member, MemberDeclarationSyntax changed, MemberDeclarationSyntax added, bool isApart)
    {
        var rest = BlankLines.Without(changed);
        return at.Root.ReplaceNode(member, new[]
        {
            added.WithLeadingTrivia(BlankLines.Before(changed).Concat(BlankLines.Indentation(changed))),
            changed.WithLeadingTrivia(isApart ? rest.Prepend(at.NewLine) : rest),
        });
    }
}
