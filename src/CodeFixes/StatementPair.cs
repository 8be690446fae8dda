using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes;

/// <summary>Two statements of one block, one of which is to move past the other.</summary>
internal static class StatementPair
{
    /// <summary>The marked statement, and that of the same block in which the diagnostic's other place stands; null where there is none.</summary>
    public static (StatementSyntax Marked, StatementSyntax Other)? Of(Marked at) =>
        at.Diagnostic.AdditionalLocations.FirstOrDefault() is { } place && place.SourceTree == at.Root.SyntaxTree
        && at.Node.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } marked
        && block.Statements.FirstOrDefault(s => s.Span.Contains(place.SourceSpan)) is { } other
            ? (marked, other)
            : null;
}
