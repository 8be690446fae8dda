using System.Text.RegularExpressions;

namespace DistPatterns.Tests.Testing;

/// <summary>One block of code on a page: its language and, where it has one, its file name.</summary>
internal sealed record Block(string Language, string Name, string Text);

/// <summary>The page of one rule.</summary>
internal sealed partial class Page(string text)
{
    public static IEnumerable<string> Ids => Directory.GetFiles(Repository.PathOf("docs", "rules"), "DP*.md").Select(p => Path.GetFileNameWithoutExtension(p)).Order();

    public string Heading { get; } = text.Split('\n')[0];

    public int Lines { get; } = text.TrimEnd().Split('\n').Length;

    /// <summary>Id, category, severity and fix, as the front table has them.</summary>
    public IReadOnlyList<string> Front { get; } = [.. text.Split('\n').SkipWhile(l => !l.StartsWith("|---", StringComparison.Ordinal)).Skip(1).First().Trim('|', ' ').Split('|').Select(c => c.Trim())];

    public IReadOnlyList<string> Sections { get; } = [.. SectionStart().Matches(text).Select(m => m.Groups[1].Value)];

    public static Page Of(string id) => new(File.ReadAllText(Repository.PathOf("docs", "rules", id + ".md")));

    /// <summary>The blocks of a section.</summary>
    public IReadOnlyList<Block> Blocks(string section)
    {
        var start = text.IndexOf($"\n## {section}\n", StringComparison.Ordinal);
        if (start < 0)
            return [];
        var end = text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return [.. Fenced().Matches(text[start..(end < 0 ? text.Length : end)]).Select(m => new Block(m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value))];
    }

    [GeneratedRegex(@"^```(\w+) ?(\S*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex("^## (.*)$", RegexOptions.Multiline)]
    private static partial Regex SectionStart();
}
