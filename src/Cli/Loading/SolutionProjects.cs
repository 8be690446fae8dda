using System.Text.Json;
using Microsoft.VisualStudio.SolutionPersistence.Model;
using Microsoft.VisualStudio.SolutionPersistence.Serializer;

namespace DistPatterns.Cli.Loading;

/// <summary>A solution (.sln, .slnx) or a solution filter (.slnf), and the project files that it names.</summary>
internal sealed class SolutionProjects
{
    private static readonly string[] Extensions = [".sln", ".slnx", ".slnf"];

    /// <exception cref="CheckException">The file is broken.</exception>
    public SolutionProjects(string path) => (Path, Projects) = (path, Read(path));

    /// <summary>Full path of the solution.</summary>
    public string Path { get; }

    /// <summary>Full paths, those that do not exist left in: the loader names them.</summary>
    public IReadOnlySet<string> Projects { get; }

    public static bool IsSolution(string path) => Extensions.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    public static bool IsFilter(string path) => path.EndsWith(".slnf", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether this solution can stand for the other.</summary>
    public bool HasAllOf(SolutionProjects other) => Projects.IsSupersetOf(other.Projects);

    private static HashSet<string> Read(string solution)
    {
        try
        {
            return IsFilter(solution) ? ReadFilter(solution) : ReadSolution(solution);
        }
        catch (Exception e) when (e is not CheckException) // the parsers throw what they like
        {
            var line = e switch { SolutionException s => s.Line, JsonException j => (int?)j.LineNumber + 1, _ => null }; // XML says it itself
            throw new CheckException($"'{solution}' is broken{(line is { } at ? $" in line {at}" : "")}: {e.Message.ReplaceLineEndings(" ")}",
                "mend it, leave it out with --exclude, or pass a project or a folder without it");
        }
    }

    private static HashSet<string> ReadSolution(string solution)
    {
        var serializer = SolutionSerializers.GetSerializerByMoniker(solution)
            ?? throw new CheckException($"'{solution}' is not a solution", "pass a .sln, .slnx or .slnf file");
        var model = serializer.OpenAsync(solution, CancellationToken.None).GetAwaiter().GetResult();
        return [.. model.SolutionProjects.Select(p => DiskPath.Of(System.IO.Path.GetDirectoryName(solution)!, p.FilePath))];
    }

    private static HashSet<string> ReadFilter(string filter)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(filter), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (!json.RootElement.TryGetProperty("solution", out var solution) || !solution.TryGetProperty("path", out var path)
            || !solution.TryGetProperty("projects", out var projects))
            throw new JsonException("it needs a 'solution' with a 'path' and 'projects'");
        var whole = DiskPath.Of(System.IO.Path.GetDirectoryName(filter)!, path.GetString()!);
        return File.Exists(whole) ? [.. projects.EnumerateArray().Select(p => DiskPath.Of(System.IO.Path.GetDirectoryName(whole)!, p.GetString()!))]
            : throw new FileNotFoundException($"its solution '{whole}' does not exist");
    }
}
