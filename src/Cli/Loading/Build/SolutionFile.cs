using System.Security;

namespace DistPatterns.Cli.Loading.Build;

/// <summary>The file that a build is asked to open: the user's solution, the one project, or a solution made for a folder that has none.</summary>
internal sealed class SolutionFile : IDisposable
{
    private readonly string? _made;

    private SolutionFile(string path, string? made) => (Path, _made) = (path, made);

    public string Path { get; }

    public static SolutionFile Of(CheckTarget target)
    {
        if (target.Solution is { } solution)
            return new(solution, null);
        var folder = Directory.CreateTempSubdirectory("distpatterns-").FullName;
        var path = System.IO.Path.Combine(folder, "all.slnx");
        File.WriteAllText(path, $"<Solution>\n{string.Concat(target.Projects.Select(p => $"  <Project Path=\"{SecurityElement.Escape(p)}\" />\n"))}</Solution>\n");
        return new(path, folder);
    }

    public void Dispose()
    {
        if (_made is not null)
            Directory.Delete(_made, recursive: true);
    }
}
