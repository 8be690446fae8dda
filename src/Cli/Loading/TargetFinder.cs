using System.Collections.Immutable;

namespace DistPatterns.Cli.Loading;

/// <summary>Finds what PATH stands for: a solution, a project, or a folder with either.</summary>
internal static class TargetFinder
{
    private static readonly string[] SolutionExtensions = [".sln", ".slnx", ".slnf"];
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <exception cref="CheckException">PATH does not exist, holds no project, or holds several solutions of which none is the whole.</exception>
    public static CheckTarget Find(string path, PathFilter exclude)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            return InFolder(full, path, exclude);
        if (!File.Exists(full))
            throw new CheckException($"'{path}' does not exist", "pass a solution (.sln, .slnx, .slnf), a project (.csproj) or a folder");
        var root = Path.GetDirectoryName(full)!;
        if (IsSolution(full))
            return OfSolution(full, root, exclude);
        if (full.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))
            return new(null, root, [full], []);
        throw new CheckException($"'{path}' is neither a solution nor a C# project", "pass a .sln, .slnx, .slnf or .csproj file, or a folder");
    }

    private static CheckTarget InFolder(string folder, string path, PathFilter exclude)
    {
        var files = Directory.EnumerateFiles(folder, "*", Everywhere).Where(f => !IsOutput(folder, f)).Order(StringComparer.Ordinal).ToList();
        var solutions = Highest(files.Where(f => IsSolution(f) && !f.EndsWith(".slnf", StringComparison.OrdinalIgnoreCase)));
        if (solutions.Count == 1)
            return OfSolution(solutions[0], folder, exclude);
        if (solutions.Count > 1)
            return OfSolution(Whole(solutions, folder) ?? throw Ambiguous(path, folder, solutions), folder, exclude);
        var projects = Kept(files.Where(f => f.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)), folder, exclude);
        if (projects.IsEmpty)
            throw new CheckException($"'{path}' holds no C# project", "pass the folder, solution or project that holds the code");
        return new(null, folder, projects, []);
    }

    private static CheckTarget OfSolution(string solution, string root, PathFilter exclude)
    {
        var projects = SolutionProjects.Read(solution);
        var kept = Kept(projects.Where(p => p.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)), root, exclude);
        if (kept.IsEmpty)
            throw new CheckException($"'{solution}' holds no C# project", "pass the solution or project that holds the code, or drop the --exclude that takes it away");
        return new(solution, root, kept, Kept(projects.Where(p => p.EndsWith(".fsproj", StringComparison.OrdinalIgnoreCase) || p.EndsWith(".vbproj", StringComparison.OrdinalIgnoreCase)), root, exclude));
    }

    /// <summary>The solution that holds every project of the others, or the one named after the folder.</summary>
    private static string? Whole(List<string> solutions, string folder)
    {
        var contents = solutions.ToDictionary(s => s, s => SolutionProjects.Read(s).ToHashSet());
        var supersets = solutions.Where(s => contents.Values.All(contents[s].IsSupersetOf)).ToList();
        return supersets.Count == 1 ? supersets[0]
            : supersets.FirstOrDefault(s => s.EndsWith(".slnx", StringComparison.OrdinalIgnoreCase)) // the same solution in both formats
            ?? solutions.FirstOrDefault(s => Path.GetFileNameWithoutExtension(s).Equals(Path.GetFileName(folder), StringComparison.OrdinalIgnoreCase));
    }

    private static CheckException Ambiguous(string path, string folder, List<string> solutions) =>
        new($"'{path}' holds {solutions.Count} solutions and none of them holds all projects",
            "pass one of them: " + string.Join(", ", solutions.Select(s => Path.Combine(path, Path.GetRelativePath(folder, s))).Take(8)));

    /// <summary>Those least deep in the tree: a sample's own solution does not stand for the repository.</summary>
    private static List<string> Highest(IEnumerable<string> solutions) =>
        solutions.GroupBy(s => s.Count(c => c == Path.DirectorySeparatorChar)).OrderBy(g => g.Key).FirstOrDefault()?.ToList() ?? [];

    private static ImmutableArray<string> Kept(IEnumerable<string> projects, string root, PathFilter exclude) =>
        [.. projects.Where(p => !exclude.Matches(root, p)).Distinct().Order(StringComparer.Ordinal)];

    private static bool IsSolution(string path) => SolutionExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static bool IsOutput(string folder, string file) =>
        Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[..^1].Any(part => part is "bin" or "obj" or "node_modules" or ".git");
}
