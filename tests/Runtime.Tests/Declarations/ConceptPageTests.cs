using System.Runtime.CompilerServices;

namespace DistPatterns.Runtime.Tests.Declarations;

public sealed class ConceptPageTests
{
    private const string UpdateVariable = "DISTPATTERNS_UPDATE_DOCS";

    private static readonly string Folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/concepts"));

    public static TheoryData<string> Pages => [.. Directory.GetFiles(Folder, "*.md").Select(f => Path.GetFileName(f)).Order()];

    [Theory, MemberData(nameof(Pages))]
    public void A_page_shows_the_tables_that_the_code_holds_and_is_short(string name)
    {
        var path = Path.Combine(Folder, name);
        var actual = File.ReadAllText(path);
        var expected = ConceptTables.In(actual);
        if (Environment.GetEnvironmentVariable(UpdateVariable) is not null)
            File.WriteAllText(path, actual = expected);

        Assert.True(expected == actual, $"docs/concepts/{name} is not what the tables say: run the tests with {UpdateVariable}=1");
        Assert.InRange(actual.Count(c => c == '\n'), 1, 60);
    }

    [Theory]
    [InlineData("pacelc.md", "Spanner")]
    [InlineData("consistency-models.md", "Dns")]
    public void The_tables_stand_on_their_pages(string name, string row) =>
        Assert.Contains($"\n| {row}", ConceptTables.In(File.ReadAllText(Path.Combine(Folder, name))), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Every_topic_has_its_page() => Assert.Equal(
        [
            "README.md", "caching.md", "cap.md", "consensus.md", "consistency-models.md", "decisions.md", "discovery.md",
            "pacelc.md", "partitioning.md", "replication.md", "resilience.md", "transactions.md",
        ],
        Directory.GetFiles(Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
