using System.Collections.Immutable;
using DistPatterns.Rules;

namespace DistPatterns.Cli.Pages;

/// <summary>The page of a rule, as docs/rules has it. The pages are built in, so that they fit this version and can be read without a network.</summary>
internal sealed class RulePage
{
    private const string Resources = "rules/";

    private RulePage(string id, string text)
    {
        Text = text.ReplaceLineEndings("\n");
        var lines = Text.Split('\n');
        Title = lines[0].Split(": ", 2)[1];
        var cells = lines.First(l => l.StartsWith($"| {id} |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);
        (Id, Category, Severity, Fix) = (id, cells[2], cells[3], cells[4] == "none" ? "" : cells[4]);
    }

    public string Id { get; }

    public string Title { get; }

    public string Category { get; }

    /// <summary>The highest that the rule uses.</summary>
    public string Severity { get; }

    /// <summary>What its fix does; empty if it has none.</summary>
    public string Fix { get; }

    /// <summary>Address of the page.</summary>
    public string Address => $"{Describe.Pages}{Id}.md";

    /// <summary>The page in Markdown.</summary>
    public string Text { get; }

    /// <summary>The pages of all rules, by id.</summary>
    public static ImmutableArray<RulePage> All()
    {
        var assembly = typeof(RulePage).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(Resources, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(Read)];

        RulePage Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return new(name[Resources.Length..], reader.ReadToEnd());
        }
    }
}
