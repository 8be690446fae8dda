using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Injecting;

/// <summary>What the documentation of a class or a constructor says of its parameters.</summary>
internal static class ParameterNotes
{
    /// <summary>The declaration with a note of one more, where it has notes of the others.</summary>
    public static T With<T>(T declaration, string name, string note) where T : SyntaxNode
    {
        var lines = Lines(declaration);
        var (first, end) = (lines.FindLastIndex(l => l.Contains("<param ")), lines.FindLastIndex(l => l.Contains("</param>")));
        if (first < 0 || end < first)
            return declaration;
        var start = lines[first].Substring(0, lines[first].IndexOf("<param ", StringComparison.Ordinal));
        lines.Insert(end + 1, $"{start}<param name=\"{name}\">{note}</param>{(lines[end].EndsWith("\r", StringComparison.Ordinal) ? "\r" : "")}");
        return declaration.WithLeadingTrivia(ParseLeadingTrivia(string.Join("\n", lines)));
    }

    /// <summary>Whether there is a note of a parameter.</summary>
    public static bool Has(SyntaxNode declaration, string name) => Lines(declaration).Any(l => l.Contains($"<param name=\"{name}\">"));

    private static List<string> Lines(SyntaxNode declaration) => declaration.GetLeadingTrivia().ToFullString().Split('\n').ToList();
}
