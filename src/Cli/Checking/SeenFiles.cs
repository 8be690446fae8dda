using DistPatterns.Cli.Loading;

namespace DistPatterns.Cli.Checking;

/// <summary>The files that a run has looked into: where it is silent about one of them, there is nothing to find.</summary>
internal sealed class SeenFiles(IEnumerable<LoadedProject> wholly)
{
    private readonly HashSet<string> _paths = [.. wholly.SelectMany(p =>
        p.Compilation.SyntaxTrees.Select(t => t.FilePath).Concat(p.Options.AdditionalFiles.Select(f => f.Path))
            .Select(f => Path.GetFullPath(f, Path.GetDirectoryName(p.Path)!)))];

    public bool Contains(string path) => _paths.Contains(path);
}
