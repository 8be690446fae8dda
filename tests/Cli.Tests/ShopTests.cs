using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests;

/// <summary>The whole tool with all its rules on a small order system. What it says of it stands in samples/Shop/findings.tsv.</summary>
/// <remarks>After a change that is meant: <c>distpatterns check samples/Shop --format tsv | cut -f1-4 > samples/Shop/findings.tsv</c>, and the
/// README's tables.</remarks>
public sealed class ShopTests
{
    private const int ListedColumns = 4;

    [Fact]
    public Task The_shop_is_reported_as_listed() => IsReportedAsListed();

    [Fact]
    public Task The_shop_is_reported_as_listed_without_building_it() => IsReportedAsListed("--no-build");

    [Fact]
    public void Each_finding_is_explained()
    {
        var rows = File.ReadLines(Path.Combine(Samples.Shop, "README.md")).ToList();
        var unexplained = Listed().Skip(1).Select(f => f.Split('\t'))
            .Where(f => !rows.Any(r => r.Contains(f[0], StringComparison.Ordinal) && r.Contains(f[2]["Shop.".Length..], StringComparison.Ordinal)));
        Assert.Empty(unexplained);
    }

    private static async Task IsReportedAsListed(params string[] options)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await new Tool(output, error).Run(["check", Samples.Shop, "--format", "tsv", .. options], TestContext.Current.CancellationToken);
        Assert.True(exit == ExitCodes.Findings, $"exit code {exit}: {error}");

        var said = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => string.Join('\t', l.Split('\t').Take(ListedColumns))).ToList();
        var listed = Listed();
        Assert.Empty(listed.Except(said).Select(l => "not found any more: " + l).Concat(said.Except(listed).Select(l => "not listed: " + l)));
        Assert.Equal(listed, said);
    }

    private static List<string> Listed() => [.. File.ReadLines(Path.Combine(Samples.Shop, "findings.tsv"))];
}
