using System.Text.Json;
using Microsoft.VisualStudio.SolutionPersistence.Model;
using Microsoft.VisualStudio.SolutionPersistence.Serializer;

namespace DistPatterns.Cli.Loading;

/// <summary>The project files that a solution (.sln, .slnx) or a solution filter (.slnf) names.</summary>
internal static class SolutionProjects
{
    /// <summary>Full paths, those that do not exist left in: the loader names them.</summary>
    /// <exception cref="CheckException">The file is not a solution.</exception>
    public static IReadOnlyList<string> Read(string solution)
    {
        var folder = Path.GetDirectoryName(solution)!;
        try
        {
            if (solution.EndsWith(".slnf", StringComparison.OrdinalIgnoreCase))
                return ReadFilter(solution, folder);
            var serializer = SolutionSerializers.GetSerializerByMoniker(solution)
                ?? throw new CheckException($"'{solution}' is not a solution", "pass a .sln, .slnx or .slnf file");
            var model = serializer.OpenAsync(solution, CancellationToken.None).GetAwaiter().GetResult();
            return [.. model.SolutionProjects.Select(p => Full(folder, p.FilePath))];
        }
        catch (Exception e) when (e is SolutionException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CheckException($"'{solution}' cannot be read: {e.Message}", "mend it, or pass a project or a folder without it");
        }
    }

    private static List<string> ReadFilter(string filter, string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(filter), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var solution = json.RootElement.GetProperty("solution");
        var home = Path.GetDirectoryName(Full(folder, solution.GetProperty("path").GetString()!))!;
        return [.. solution.GetProperty("projects").EnumerateArray().Select(p => Full(home, p.GetString()!))];
    }

    private static string Full(string folder, string path) => Path.GetFullPath(Path.Combine(folder, path.Replace('\\', Path.DirectorySeparatorChar)));
}
