using DistPatterns.Catalog;
using DistPatterns.Hosts;
using DistPatterns.Rules;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Repository;

/// <summary>What makes a rule complete, found by reflection: a failure names what is missing.</summary>
public sealed class RuleTests
{
    private const string UpdateVariable = "DISTPATTERNS_UPDATE_DOCS";

    [Fact]
    public void Ids_are_unique() =>
        Assert.Equal([], Rulebook.All.GroupBy(r => r.Descriptor.Id).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void Family_folder_category_and_block_of_ids_agree() =>
        Assert.Equal([], Rulebook.All.Where(r => r.GetType().Namespace != $"DistPatterns.Rules.{r.Descriptor.Category}"
            || RuleIndex.Families[r.Descriptor.Id[2] - '0'] != r.Descriptor.Category).Select(r => r.GetType().FullName));

    [Fact]
    public void Every_rule_has_a_page_with_the_same_title_category_severity_and_fix() =>
        Assert.Equal([], RuleIndex.Descriptors.SelectMany(PageProblems));

    [Fact]
    public void Every_page_has_a_rule() =>
        Assert.Equal([], Page.Ids.Except(RuleIndex.Descriptors.Select(d => d.Id)));

    [Fact]
    public void Every_rule_is_a_file_of_its_family_or_of_a_folder_of_its_own() =>
        Assert.Equal([], Rulebook.All.Select(RuleFile).Where(f => !File.Exists(f)).Select(Short));

    [Fact]
    public void Every_rule_has_a_test_file_at_the_mirrored_path() =>
        Assert.Equal([], Rulebook.All.Select(TestFile).Where(f => !File.Exists(f)).Select(Short));

    [Fact]
    public void Every_fix_stands_beside_its_rule_and_is_tested_with_it() =>
        Assert.Equal([], Testing.CodeFixes.All.SelectMany(FixProblems));

    [Fact]
    public void Every_fix_offers_to_fix_all_or_says_why_not() =>
        Assert.Equal([], Testing.CodeFixes.All.Where(f => f.GetFixAllProvider() is null && !Source(f).Contains("No FixAll:")).Select(f => f.GetType().Name));

    [Fact]
    public void What_runs_at_the_end_of_the_compilation_says_so_and_nothing_else_does()
    {
        Assert.All(new GraphAnalyzer().SupportedDiagnostics, d => Assert.Contains(WellKnownDiagnosticTags.CompilationEnd, d.CustomTags));
        Assert.All(new LiveAnalyzer().SupportedDiagnostics, d => Assert.DoesNotContain(WellKnownDiagnosticTags.CompilationEnd, d.CustomTags));
    }

    [Fact]
    public void Every_effect_and_trait_is_said_by_a_row_and_asked_for_by_code()
    {
        var rows = LibraryCatalog.Shipped.Rows;
        var code = string.Concat(new[] { "Rules", "Effects" }.SelectMany(d => Directory.GetFiles(Testing.Repository.PathOf("src", "Analyzers", d), "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText));
        Assert.Equal([], Enum.GetValues<Effect>().Where(e => e != Effect.None && !(rows.Any(r => r.Has(e)) && code.Contains($"Effect.{e}"))).Select(e => $"Effect.{e}")
            .Concat(Enum.GetValues<Trait>().Where(t => t != Trait.None && !(rows.Any(r => r.Has(t)) && code.Contains($"Trait.{t}"))).Select(t => $"Trait.{t}")));
    }

    [Fact]
    public void The_table_of_rules_is_the_generated_one() => IsGenerated(_ => RuleTable.Text(), "docs", "rules", "README.md");

    [Fact]
    public void The_table_of_the_readme_is_the_generated_one() => IsGenerated(RuleTable.In, "README.md");

    private static void IsGenerated(Func<string, string> generate, params string[] file)
    {
        var path = Testing.Repository.PathOf(file);
        var actual = File.ReadAllText(path);
        var expected = generate(actual);
        if (Environment.GetEnvironmentVariable(UpdateVariable) is not null)
            File.WriteAllText(path, actual = expected);
        Assert.True(expected == actual, $"{Short(path)} is not what the rules say: run the tests with {UpdateVariable}=1");
    }

    private static IEnumerable<string> PageProblems(DiagnosticDescriptor rule)
    {
        if (!Page.Ids.Contains(rule.Id))
            return [$"{rule.Id}: no docs/rules/{rule.Id}.md"];
        var page = Page.Of(rule.Id);
        string[] problems =
        [
            Differs("heading", $"# {rule.Id}: {rule.Title}", page.Heading),
            Differs("id", rule.Id, page.Front[0]),
            Differs("category", rule.Category, page.Front[1]),
            Differs("severity", RuleIndex.Severity(rule), page.Front[2]),
            Differs("fix", Testing.CodeFixes.For(rule.Id).Any(), page.Front[3] != "none"),
            Differs("sections", "When it stays silent, Configure", string.Join(", ", page.Sections.Except(["Violation", "Fixed"]))),
            page.Blocks("Violation").Count == 0 && rule.Id != ToolDiagnostics.RuleFailed.Id ? "no violation" : "",
            page.Lines > 55 * Math.Max(1, page.Blocks("Violation").Count(b => b.Language == "csharp")) ? $"{page.Lines} lines are too many to read" : "",
        ];
        return problems.Where(p => p.Length > 0).Select(p => $"{rule.Id}: {p}");
    }

    private static string Differs<T>(string what, T expected, T actual) => Equals(expected, actual) ? "" : $"{what} is '{actual}', not '{expected}'";

    private static IEnumerable<string> FixProblems(Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider fix)
    {
        foreach (var rule in Rulebook.All.Where(r => fix.FixableDiagnosticIds.Contains(r.Descriptor.Id)))
        {
            if (fix.GetType().FullName != $"DistPatterns.CodeFixes.{rule.Descriptor.Category}.{rule.GetType().Name}Fix" || !File.Exists(FixFile(rule)))
                yield return $"{fix.GetType().FullName} should be named and placed as {rule.GetType().FullName}, in {Short(FixFile(rule))}";
            if (!File.Exists(TestFile(rule)) || !File.ReadAllText(TestFile(rule)).Contains(".Fixes("))
                yield return $"{Short(TestFile(rule))} does not test {fix.GetType().Name}";
        }
    }

    /// <summary>The folder of a rule below its family's: its own, where the rule or its fix has parts; else the family's.</summary>
    private static string Folder(Rule rule)
    {
        var (family, name) = (rule.Descriptor.Category, rule.GetType().Name);
        return Directory.Exists(Testing.Repository.PathOf("src", "Analyzers", "Rules", family, name)) ? Path.Combine(family, name) : family;
    }

    private static string RuleFile(Rule rule) => Testing.Repository.PathOf("src", "Analyzers", "Rules", Folder(rule), rule.GetType().Name + ".cs");

    private static string FixFile(Rule rule) => Testing.Repository.PathOf("src", "CodeFixes", Folder(rule), rule.GetType().Name + "Fix.cs");

    private static string TestFile(Rule rule) => Testing.Repository.PathOf("tests", "Analyzers.Tests", "Rules", Folder(rule), rule.GetType().Name + "Tests.cs");

    private static string Source(Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider fix) =>
        File.ReadAllText(FixFile(Rulebook.All.Single(r => fix.FixableDiagnosticIds.Contains(r.Descriptor.Id))));

    private static string Short(string path) => Path.GetRelativePath(Testing.Repository.Root, path);
}
