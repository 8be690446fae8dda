using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DistPatterns.Cli.Changes;

/// <summary>Reads which lines a patch of git changes, in the files as they are after it.</summary>
internal static partial class Patch
{
    private const string NewFile = "+++ ";

    /// <param name="patch">A patch without lines of context.</param>
    /// <returns>Changed lines by file, as the repository names it.</returns>
    public static IEnumerable<(string File, LineRange Lines)> Read(string patch)
    {
        string? file = null;
        var content = 0; // lines of the hunk that are still to come: what they say is the user's, and may look like a header
        foreach (var line in patch.Split('\n'))
        {
            if (content > 0 && line is ['+' or '-', ..])
                content--;
            else if (line.StartsWith(NewFile, StringComparison.Ordinal))
                file = FileOf(line[NewFile.Length..]);
            else if (Hunk().Match(line) is { Success: true } hunk)
            {
                var (removed, first, added) = (Number(hunk, "removed"), Number(hunk, "first")!.Value, Number(hunk, "added") ?? 1);
                content = (removed ?? 1) + added;
                if (file is not null) // lines that are gone have changed the two that they stood between
                    yield return (file, added > 0 ? new(first, first + added - 1) : new(first, first + 1));
            }
        }
    }

    private static int? Number(Match hunk, string group) => hunk.Groups[group] is { Success: true } digits
        ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : null;

    private static string? FileOf(string written)
    {
        var name = written.TrimEnd('\t', '\r'); // git ends a name that has blanks with a tab
        if (name is ['"', .., '"'])
            name = Unquoted(name[1..^1]);
        return name.StartsWith("b/", StringComparison.Ordinal) ? name[2..] : null; // else /dev/null
    }

    /// <summary>Git writes a name with quotes, backslashes or control characters as a string of C; octal numbers are bytes.</summary>
    private static string Unquoted(string name)
    {
        var (written, bytes) = (Encoding.UTF8.GetBytes(name), new List<byte>());
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i] != '\\')
                bytes.Add(written[i]);
            else if (written[++i] is >= (byte)'0' and <= (byte)'3')
            {
                bytes.Add((byte)(((written[i] - '0') * 64) + ((written[i + 1] - '0') * 8) + written[i + 2] - '0'));
                i += 2;
            }
            else
                bytes.Add((byte)((char)written[i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'v' => '\v',
                    var other => other }));
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    [GeneratedRegex(@"^@@ -\d+(,(?<removed>\d+))? \+(?<first>\d+)(,(?<added>\d+))? @@")]
    private static partial Regex Hunk();
}
