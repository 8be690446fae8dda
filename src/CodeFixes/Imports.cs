using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes;

/// <summary>The using directives of a file.</summary>
internal static class Imports
{
    /// <summary>The file with one more import, among the others by name, unless it has it.</summary>
    public static SyntaxNode Add(SyntaxNode root, string space)
    {
        if (root is not CompilationUnitSyntax file
            || file.DescendantNodes().OfType<UsingDirectiveSyntax>().Any(u => u.Alias is null && u.Name?.ToString() == space))
            return root;
        var found = file.DescendantTrivia().FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia));
        var end = found.IsKind(SyntaxKind.None) ? ElasticCarriageReturnLineFeed : found;
        var import = UsingDirective(ParseName(space)).NormalizeWhitespace().WithTrailingTrivia(end);
        var place = file.Usings.TakeWhile(u => IsPlain(u) && (IsSystem(u) || string.CompareOrdinal(u.Name?.ToString(), space) < 0)).Count();
        if (place > 0 || file.Usings.Count == 0)
            return file.WithUsings(file.Usings.Insert(place, import));
        var first = file.Usings[0];
        var rest = file.Usings.Replace(first, first.WithLeadingTrivia());
        return file.WithUsings(rest.Insert(0, import.WithLeadingTrivia(first.GetLeadingTrivia()))); // what heads the file stays its head
    }

    private static bool IsPlain(UsingDirectiveSyntax import) => import.Alias is null && import.StaticKeyword.IsKind(SyntaxKind.None);

    private static bool IsSystem(UsingDirectiveSyntax import) =>
        import.Name?.ToString() is { } name && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal));
}
