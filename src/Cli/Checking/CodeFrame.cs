using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Cli.Checking;

/// <summary>The lines to show for a finding: the one it starts on and, where there is one, the line before.</summary>
/// <param name="FirstLine">Number of the first line, from 1.</param>
internal sealed record CodeFrame(int FirstLine, ImmutableArray<string> Lines)
{
    /// <param name="line">The line that the finding starts on, from 0.</param>
    public static CodeFrame Of(SourceText text, int line)
    {
        var first = Math.Max(0, line - 1);
        return new(first + 1, [.. Enumerable.Range(first, line - first + 1).Select(i => text.Lines[i].ToString())]);
    }
}
