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
    public Task The_fix_turns_one_into_the_other(string id) => Check(id, "Violation", (rule, source) => rule.Fixes(source, Page.Of(id).Blocks("Fixed")[0].Text));

    private static Task Check(string id, string section, Func<RuleTest, string, Task> verb)
    {
        var blocks = Page.Of(id).Blocks(section);
        var rule = blocks.Where(b => b.Language != "csharp").Aggregate(RuleTest.Of(RuleIndex.Descriptor(id)), (test, file) => test.With(file.Name, file.Text));
        var source = blocks.FirstOrDefault(b => b.Language == "csharp");
        if (source?.Name == "runtime")
            rule = rule.WithRuntime();
        return verb(source?.Name == "Program.cs" ? rule.AsProgram() : rule, source?.Text ?? "");
    }
}
