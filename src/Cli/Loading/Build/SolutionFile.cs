using System.Security;

namespace DistPatterns.Cli.Loading.Build;

/// <summary>The file that a build is asked to open: the user's solution, the one project, or a solution made for a folder that has none.</summary>
internal sealed class SolutionFile : IDisposable
{
    private readonly string? _made;

    private SolutionFile(string path, string? made) => (Path, _made) = (path, made);

    public string Path { get; }

    /// <summary>What the target is opened as.</summary>
    public static SolutionFile Of(CheckTarget target) => target.Solution is { } solution ? new(solution, null) : Made(target.Projects);

    /// <summary>What the target is restored as: one project that does not exist would keep a whole solution from it.</summary>
    public static SolutionFile Restorable(CheckTarget target) =>
        target.Solution is { } solution && target.Projects.All(File.Exists) ? new(solution, null) : Made(target.Projects.Where(File.Exists));

    private static SolutionFile Made(IEnumerable<string> projects)
    {
        var folder = Directory.CreateTempSubdirectory("distpatterns-").FullName;
        var path = System.IO.Path.Combine(folder, "all.slnx");
        File.WriteAllText(path, $"<Solution>\n{string.Concat(projects.Select(p => $"  <Project Path=\"{SecurityElement.Escape(p)}\" />\n"))}</Solution>\n");
        return new(path, folder);
    }

    public void Dispose()
    {
        if (_made is not null)
            Directory.Delete(_made, recursive: true);
    }
}
