using System.Collections.Immutable;

namespace DistPatterns.Cli.Loading.Build;

/// <summary>Restores what is not restored yet, or no longer.</summary>
internal static class Restore
{
    private const string Assets = "project.assets.json";

    // a restore that finds nothing new leaves its files as old as they were; without a mark of its own it would be run at every check
    private const string Mark = "distpatterns.restored";
    private const int MostErrors = 5;

    /// <summary>Runs <c>dotnet restore</c> if a project needs it.</summary>
    /// <returns>What it could not restore, in its own words.</returns>
    public static async Task<ImmutableArray<string>> IfNeeded(CheckTarget target, IProgress<Step> progress, CancellationToken cancel)
    {
        if (target.Projects.FirstOrDefault(p => File.Exists(p) && IsStale(p)) is not { } stale)
            return [];
        progress.Report(new(
            $"Restoring {Path.GetFileName(target.Solution ?? target.Root)}, because {Path.GetFileName(stale)} is not restored or has changed since",
            Lasting: true));
        using var solution = SolutionFile.Restorable(target);
        var (exit, output) = await DotNet.Run(target.Root, ["restore", solution.Path, "--verbosity", "quiet", "-nologo"], cancel);
        if (exit == 0)
            foreach (var assets in target.Projects.Select(FindAssets).OfType<string>())
                File.WriteAllText(MarkBeside(assets), "");
        return exit == 0 ? [] :
        [
            .. output.Split('\n')
                .Where(l => l.Contains("error", StringComparison.OrdinalIgnoreCase))
                .Select(l => l.Trim())
                .Distinct()
                .Take(MostErrors),
        ];
    }

    private static bool IsStale(string project)
    {
        if (FindAssets(project) is not { } assets)
            return true;
        var mark = File.GetLastWriteTimeUtc(MarkBeside(assets)); // of a file that does not exist: long ago
        var restored = File.GetLastWriteTimeUtc(assets) is var written && written > mark ? written : mark;
        if (File.GetLastWriteTimeUtc(project) > restored)
            return true;
        for (var folder = Path.GetDirectoryName(project); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Combine(folder, "Directory.Packages.props") is var central && File.Exists(central))
                return File.GetLastWriteTimeUtc(central) > restored; // NuGet takes the nearest one alone
        return false;
    }

    private static string MarkBeside(string assets) => Path.Combine(Path.GetDirectoryName(assets)!, Mark);

    /// <summary>Beside the project, or under the shared artifacts folder of one above it (UseArtifactsOutput).</summary>
    private static string? FindAssets(string project)
    {
        var beside = Path.Combine(Path.GetDirectoryName(project)!, "obj", Assets);
        if (File.Exists(beside))
            return beside;
        for (var folder = Path.GetDirectoryName(project); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Combine(folder, "artifacts", "obj", Path.GetFileNameWithoutExtension(project), Assets) is var shared && File.Exists(shared))
                return shared;
        return null;
    }
}
