using System.Text.Json;
using DistPatterns.Cli.Pages;
using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests.Pages;

public sealed class RuleCommandsTests
{
    [Fact]
    public async Task Every_page_can_be_explained_without_the_marks_and_links_of_its_source()
    {
        Assert.NotEmpty(RulePage.All());
        foreach (var page in RulePage.All())
        {
            var run = await ToolRun.Of("explain", page.Id.ToLowerInvariant());
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.StartsWith($"{page.Id}: {page.Title}\n{page.Category}, {page.Severity}; ", run.Output);
            foreach (var source in new[] { "[|", "|]", "```", "](", "\n#" })
                Assert.DoesNotContain(source, run.Output);
            Assert.EndsWith($"\n{page.Address}\n", run.Output);
        }
    }

    [Fact]
    public async Task A_rule_that_does_not_exist_is_answered_with_the_nearest()
    {
        var run = await ToolRun.Of("explain", "DP200l");
        Assert.Equal((2, "error: no rule is called 'DP200l'; did you mean 'DP2001'?\n       'distpatterns rules' lists them\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task The_rules_are_those_that_the_check_has()
    {
        var json = JsonDocument.Parse((await ToolRun.Of("rules", "--format", "json")).Output).RootElement.EnumerateArray().ToList();
        var rules = new Checking.SolutionCheck([]).Rules;
        Assert.Equal(rules.Select(r => (r.Id, r.Title.ToString(), r.Category, r.HelpLinkUri)),
            json.Select(r => (Text(r, "id"), Text(r, "title"), Text(r, "category"), Text(r, "help"))));
        var lines = (await ToolRun.Of("rules")).Output.Split('\n');
        Assert.Equal(rules.Select(r => r.Id), lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(' ')[0]));
        Assert.Contains(lines, l => l.StartsWith("DP2001   Transactions   warning    yes   Dual write: the database change can be s", StringComparison.Ordinal));

        static string Text(JsonElement rule, string name) => rule.GetProperty(name).GetString()!;
    }
}
