using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Effects;

/// <summary>A place in source that outlives the operation it was read from.</summary>
/// <param name="Tree">The file.</param>
/// <param name="Span">The node's, with the trivia around it: to tell them apart, its first and last tokens would have to be found.</param>
internal readonly record struct Place(SyntaxTree Tree, TextSpan Span)
{
    public string File => Tree.FilePath;

    public SyntaxNode FindNode() => Tree.GetRoot().FindNode(Span, getInnermostNodeForTie: true);

    /// <summary>What to underline: of a call, its name, because a chain of calls begins far away.</summary>
    public Location GetLocation() => FindNode() switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: SimpleNameSyntax name } => name.GetLocation(),
        ObjectCreationExpressionSyntax creation => Tree.GetLocation(TextSpan.FromBounds(creation.SpanStart, creation.Type.Span.End)),
        var other => other.GetLocation(),
    };

    public static int Compare(Place a, Place b)
    {
        var byFile = string.CompareOrdinal(a.File, b.File);
        return byFile != 0 ? byFile : a.Span.End != b.Span.End ? a.Span.End.CompareTo(b.Span.End) : a.Span.Start.CompareTo(b.Span.Start);
    }
}
