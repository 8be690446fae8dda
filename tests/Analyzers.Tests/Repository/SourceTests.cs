using System.Text.RegularExpressions;

namespace DistPatterns.Tests.Repository;

/// <summary>The sources have the shape that <c>.editorconfig</c> asks for and no compiler checks.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void No_line_of_the_sources_is_too_long()
    {
        var most = int.Parse(MaxLineLength().Match(File.ReadAllText(Testing.Repository.PathOf(".editorconfig"))).Groups["most"].Value);
        string[] tooLong =
        [
            .. Directory.GetFiles(Testing.Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(Testing.Repository.Root, f))
                .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
                .Order(StringComparer.Ordinal)
                .SelectMany(f => LongLines(f, most)),
        ];

        Assert.True(tooLong.Length == 0, $"Break these lines, or give a part of them a name:\n{string.Join('\n', tooLong)}");
    }

    private static IEnumerable<string> LongLines(string file, int most) =>
        File.ReadLines(Testing.Repository.PathOf(file)).Index()
            .Where(line => line.Item.Length > most)
            .Select(line => $"{file}({line.Index + 1}): {line.Item.Length} characters, and {most} are the most");

    [GeneratedRegex(@"^max_line_length = (?<most>\d+)$", RegexOptions.Multiline)]
    private static partial Regex MaxLineLength();
}
