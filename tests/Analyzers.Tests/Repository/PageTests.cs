using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Repository;

/// <summary>The blocks of the pages are run: what a page shows is what the rule does.</summary>
public sealed class PageTests
{
    public static TheoryData<string> Pages => [.. Page.Ids.Where(id => Page.Of(id).Blocks("Violation").Count > 0)];

    public static TheoryData<string> Fixed => [.. Page.Ids.Where(id => Testing.CodeFixes.For(id).Any())];

    [Theory]
    [MemberData(nameof(Pages))]
    public Task What_a_page_calls_a_violation_is_reported(string id) => Check(id, "Violation", (rule, source) => rule.Reports(source));

    [Theory]
    [MemberData(nameof(Pages))]
    public Task What_a_page_calls_fixed_is_silent(string id) => Check(id, "Fixed", (rule, source) => rule.StaysSilent(source));

    [Theory]
    [MemberData(nameof(Fixed))]
    public Task The_fix_turns_each_violation_into_what_is_fixed(string id)
    {
        var after = Page.Of(id).Blocks("Fixed").Where(IsSource).ToList();
        return Check(id, "Violation", (rule, i, source) => rule.Fixes(source, after[i].Text));
    }

    private static Task Check(string id, string section, Func<RuleTest, string, Task> verb) => Check(id, section, (rule, _, source) => verb(rule, source));

    private static async Task Check(string id, string section, Func<RuleTest, int, string, Task> verb)
    {
        var blocks = Page.Of(id).Blocks(section);
        var rule = blocks.Where(b => !IsSource(b)).Aggregate(RuleTest.Of(RuleIndex.Descriptor(id)), (test, file) => test.With(file.Name, file.Text));
        foreach (var (i, source) in blocks.Where(IsSource).DefaultIfEmpty(new("csharp", "", "")).Index())
            await verb(source.Name == "runtime" ? rule.WithRuntime() : source.Name == "Program.cs" ? rule.AsProgram() : rule, i, source.Text);
    }

    private static bool IsSource(Block block) => block.Language == "csharp";
}
