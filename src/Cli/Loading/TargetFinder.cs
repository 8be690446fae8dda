using System.Collections.Immutable;

namespace DistPatterns.Cli.Loading;

/// <summary>Finds what PATH stands for: a solution, a project, or a folder with either.</summary>
internal static class TargetFinder
{
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <exception cref="CheckException">PATH does not exist, is broken, or holds no project.</exception>
    public static CheckTarget Find(string path, PathFilter exclude)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            return InFolder(Path.TrimEndingDirectorySeparator(full), path, exclude);
        if (!File.Exists(full))
            throw new CheckException($"'{path}' does not exist", "pass a solution (.sln, .slnx, .slnf), a project (.csproj) or a folder");
        var root = Path.GetDirectoryName(full)!;
        if (SolutionProjects.IsSolution(full))
            return OfSolutions([new(full)], root, path, exclude, () => Files(root, exclude).Where(IsCSharp));
        if (IsCSharp(full))
            return new(null, root, [full], []);
        throw new CheckException($"'{path}' is neither a solution nor a C# project", "pass a .sln, .slnx, .slnf or .csproj file, or a folder");
    }

    private static CheckTarget InFolder(string folder, string path, PathFilter exclude)
    {
        var files = Files(folder, exclude);
        var (solutions, broken) = Readable(files.Where(f => SolutionProjects.IsSolution(f) && !SolutionProjects.IsFilter(f)), folder);
        var projects = files.Where(IsCSharp).ToImmutableArray();
        if (solutions.Count == 0)
            return projects.IsEmpty ? throw NoProject(path) : new(null, folder, projects, []) { Remarks = broken };
        var target = OfSolutions(solutions, folder, path, exclude, () => projects);
        // a solution speaks for the folder that it lies in; elsewhere projects speak for themselves
        var unnamed = projects.Except(target.Projects).ToLookup(p => solutions.Any(s => IsUnder(p, Path.GetDirectoryName(s.Path)!)));
        // what a solution names beside the folder, of a repository that is not here, is no gap of this one
        var absent = target.Projects.Where(p => !File.Exists(p) && !IsUnder(p, folder)).ToList();
        return new(unnamed[false].Any() || absent.Count > 0 ? null : target.Solution, folder,
            [.. target.Projects.Except(absent).Concat(unnamed[false]).Order(StringComparer.Ordinal)],
            [.. target.LeftOut, .. unnamed[true].Select(p => new LeftOutProject(p, "no solution names it")),
                .. absent.Select(p => new LeftOutProject(p, "it is not on this machine, and lies outside of the folder"))])
        {
            Remarks = [.. broken, .. target.Remarks, .. unnamed[false].Any()
                ? [$"Projects outside of the solutions' folders that were taken too: {unnamed[false].Count()}."] : Array.Empty<string>()],
        };
    }

    /// <summary>A sample's broken solution further down does not keep the rest from being checked.</summary>
    private static (List<SolutionProjects> Solutions, ImmutableArray<string> Broken) Readable(IEnumerable<string> files, string folder)
    {
        var (solutions, broken) = (new List<SolutionProjects>(), ImmutableArray.CreateBuilder<string>());
        foreach (var file in files)
            try
            {
                if (new SolutionProjects(file) is var solution && solution.Projects.Any(IsCSharp))
                    solutions.Add(solution);
            }
            catch (CheckException e) when (Path.GetDirectoryName(file) != folder)
            {
                broken.Add($"{e.Message}. It was passed over.");
            }

        return (solutions, broken.ToImmutable());
    }

    /// <param name="onDisk">The projects to fall back to, where a solution's own are all gone.</param>
    private static CheckTarget OfSolutions(List<SolutionProjects> solutions, string root, string path, PathFilter exclude, Func<IEnumerable<string>> onDisk)
    {
        var named = Kept(solutions.SelectMany(s => s.Projects), root, exclude);
        var (csharp, others) = (named.Where(IsCSharp).ToImmutableArray(), named.Where(IsOtherLanguage)
            .Select(p => new LeftOutProject(p, "is not a C# project")).ToImmutableArray());
        if (csharp.Any(File.Exists))
            return solutions.FirstOrDefault(s => solutions.All(s.HasAllOf)) is { } whole
                ? new(whole.Path, root, csharp, others)
                : new(null, root, csharp, others)
                {
                    Remarks = [$"{solutions.Count} solutions were taken together, each of their projects once: {Names(solutions, root)}."],
                };
        var found = Kept(onDisk(), root, exclude);
        if (found.IsEmpty)
            throw csharp.IsEmpty ? NoProject(path)
                : new CheckException($"none of the projects that '{path}' names exists", "mend the solution, or pass the folder that holds the code");
        return new(null, root, found,
            others) { Remarks = [$"None of the projects that {Names(solutions, root)} names exists: those that are on disk were taken in their place."] };
    }

    private static CheckException NoProject(string path) =>
        new($"'{path}' holds no C# project", "pass the folder, solution or project that holds the code, or drop the --exclude that takes it away");

    private static string Names(List<SolutionProjects> solutions, string root) =>
        string.Join(", ", solutions.Select(s => Path.GetRelativePath(root, s.Path).Replace('\\', '/')));

    private static ImmutableArray<string> Files(string folder, PathFilter exclude)
    {
        try
        {
            return Kept(Directory.EnumerateFiles(folder, "*", Everywhere)
                .Where(f => !IsOutput(folder, f) && (IsCSharp(f) || SolutionProjects.IsSolution(f))), folder, exclude);
        }
        catch (IOException e)
        {
            throw new CheckException($"the folder '{folder}' cannot be searched: {e.Message}", "pass a folder further down, or a solution");
        }
    }

    private static ImmutableArray<string> Kept(IEnumerable<string> projects, string root, PathFilter exclude) =>
        [.. projects.Where(p => !exclude.Matches(root, p)).Distinct().Order(StringComparer.Ordinal)];

    private static bool IsCSharp(string path) => path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase);

    private static bool IsOtherLanguage(string path) => path.EndsWith(".fsproj", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".vbproj", StringComparison.OrdinalIgnoreCase);

    private static bool IsUnder(string file, string folder) => file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool IsOutput(string folder, string file) =>
        Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[..^1].Any(part => part is "bin" or "obj" or "node_modules" or ".git");
}
