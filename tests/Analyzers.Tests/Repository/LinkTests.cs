using System.Text.RegularExpressions;

namespace DistPatterns.Tests.Repository;

/// <summary>A link to a file of this repository leads to one.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages =>
    [
        .. Directory.GetFiles(Testing.Repository.Root, "*.md")
            .Concat(Directory.GetFiles(Testing.Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(Testing.Repository.Root, f)).Order(StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(Pages))]
    public void Every_relative_link_resolves(string page)
    {
        var path = Testing.Repository.PathOf(page);
        var targets = Link().Matches(File.ReadAllText(path)).Select(m => m.Groups["target"].Value).Where(t => !t.Contains("://", StringComparison.Ordinal));

        Assert.Equal([], targets.Where(t => !Exists(Path.Combine(Path.GetDirectoryName(path)!, t))));
    }

    private static bool Exists(string target) => File.Exists(target) || Directory.Exists(target);

    // not inside a code span, whose brackets are no link, and not the mark of a finding
    [GeneratedRegex(@"(?<![`\w])\[(?!\|)[^\]\n]*\]\((?<target>[^)#\s]+)(#[^)\s]*)?(\s""[^""]*"")?\)")]
    private static partial Regex Link();
}
