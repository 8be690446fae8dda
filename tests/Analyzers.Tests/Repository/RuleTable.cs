using System.Text;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Repository;

/// <summary>The table of all rules, as docs/rules/README.md has it.</summary>
internal static class RuleTable
{
    public static string Text()
    {
        var text = new StringBuilder("# Rules\n\nThis page is generated from the rules; a test compares it.\n");
        foreach (var family in RuleIndex.Descriptors.GroupBy(d => d.Category).OrderBy(g => g.First().Id))
        {
            text.Append($"\n## {family.Key}\n\n| id | what it reports | severity | fix |\n|---|---|---|---|\n");
            foreach (var rule in family)
                text.Append($"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {RuleIndex.Severity(rule)} | {(Testing.CodeFixes.For(rule.Id).Any() ? "✓" : "")} |\n");
        }

        return text.ToString();
    }
}
