using System.Text.RegularExpressions;
using Spectre.Console;

namespace DistPatterns.Cli.Pages;

/// <summary>A page for the terminal: words wrapped, headings bold, code indented, and what a rule marks underlined.</summary>
internal static partial class PageText
{
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Code = new(foreground: Color.Blue);
    private static readonly Style Marked = new(foreground: Color.Red, decoration: Decoration.Underline);

    public static void Write(IAnsiConsole console, RulePage page)
    {
        console.Write(new Text($"{page.Id}: {page.Title}\n", Strong));
        console.Write(new Text($"{page.Category}, {page.Severity}{(page.Fix.Length > 0 ? $"; the fix {page.Fix}" : "; no fix")}\n"));
        var inCode = false;
        foreach (var line in page.Text.Split('\n').Skip(1).SkipWhile(l => l.Length == 0 || l[0] == '|'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inCode = !inCode;
            else if (inCode)
                WriteCode(console, line);
            else
                console.Write(new Text(Prose(line) + "\n", line.StartsWith('#') ? Strong : null));
        }

        console.Write(new Text(page.Address + "\n"));
    }

    private static void WriteCode(IAnsiConsole console, string line)
    {
        console.Write("    ");
        var marked = false;
        foreach (var part in Mark().Split(line))
        {
            console.Write(new Text(part, marked ? Marked : Code));
            marked = !marked;
        }

        console.Write("\n");
    }

    private static string Prose(string line) => Link().Replace(line.TrimStart('#').TrimStart(), "$1");

    /// <summary>The marks of the tests that the pages are: <c>[|…|]</c>.</summary>
    [GeneratedRegex(@"\[\||\|\]")]
    private static partial Regex Mark();

    /// <summary>Links between pages lead nowhere in a terminal.</summary>
    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}
