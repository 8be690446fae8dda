using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistPatterns.Cli.Loading.Packages;
using Microsoft.Build.Exceptions;
using NuGet.Versioning;

namespace DistPatterns.Cli.Loading.Sources;

/// <summary>
/// Reads projects without restoring or building them: MSBuild works out the project files, packages come from the local cache
/// or are fetched alone, and what is missing leaves gaps in the code's meaning but does not stop the check.
/// </summary>
/// <param name="feed">Where to fetch packages from; null to make do with what is on this machine.</param>
internal sealed class SourceLoader(PackageCache cache, IPackageFeed? feed, ImmutableArray<string> referenceFolders) : IProjectLoader
{
    private const int MostRounds = 12; // each goes one level deeper into the packages' own dependencies

    public async Task<LoadedSolution> Load(CheckTarget target, IProgress<Step> progress, CancellationToken cancel)
    {
        InstalledSdk.Use();
        var (projects, broken) = await Evaluate(target.Projects, progress, cancel);
        var framework = new FrameworkPacks();
        var closure = new ProjectClosure(projects);
        var graph = new PackageGraph(cache, framework);
        var packages = await Packages(closure, graph, progress, cancel);

        var references = new ReferenceSet(framework, referenceFolders);
        using var workspace = new SourceWorkspace(closure, references, packages);
        var loaded = await workspace.Compile([.. target.Projects.Where(projects.ContainsKey).Select(p => projects[p])], progress, cancel);

        var @unchecked = target.Projects.Where(broken.ContainsKey).Select(p => new UncheckedProject(Path.GetFileNameWithoutExtension(p), p, [broken[p]]));
        var missing = graph.Refused.Where(r => !references.Has(r.Key.Name))
            .Select(r => new MissingPackage(r.Key.Name, r.Key.Version.ToNormalizedString(), r.Value?.ToNormalizedString()));
        return new(loaded, [.. @unchecked], [.. missing.OrderBy(m => m.Name, StringComparer.OrdinalIgnoreCase).ThenBy(m => m.Version, StringComparer.Ordinal)]);
    }

    /// <summary>Evaluates the projects and those they reference, level by level.</summary>
    private static async Task<(IReadOnlyDictionary<string, ProjectFile> Projects, IReadOnlyDictionary<string,
        string> Broken)> Evaluate(ImmutableArray<string> paths, IProgress<Step> progress, CancellationToken cancel)
    {
        var projects = new ConcurrentDictionary<string, ProjectFile>();
        var broken = new ConcurrentDictionary<string, string>();
        using var evaluation = new ProjectEvaluation();
        var level = paths.ToList();
        while (level.Count > 0)
        {
            await Parallel.ForEachAsync(level, cancel, (path, _) =>
            {
                try
                {
                    projects[path] = ProjectReading.Read(evaluation.Evaluate(path));
                }
                catch (Exception e) when (e is InvalidProjectFileException or InvalidOperationException or IOException or UnauthorizedAccessException
                    or ArgumentException)
                {
                    broken[path] = "cannot be read: " + e.Message;
                }

                progress.Report(new("Reading project files", projects.Count + broken.Count, Math.Max(paths.Length, projects.Count)));
                return ValueTask.CompletedTask;
            });
            level = [.. projects.Values.SelectMany(p => p.ProjectReferences).Distinct().Where(p => !projects.ContainsKey(p) && !broken.ContainsKey(p))];
        }

        return (projects, broken);
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string,
        CachedPackage>>> Packages(ProjectClosure closure, PackageGraph graph, IProgress<Step> progress, CancellationToken cancel)
    {
        for (var round = 0; ; round++)
        {
            var packages = closure.Projects.ToDictionary(p => p.Path, p => graph.Walk(closure.Requests(p), p.CentralVersions, p.Framework));
            if (graph.Wanted.Count == 0 || round == MostRounds)
                return packages;
            if (feed is null)
            {
                graph.Settle(graph.Wanted.ToDictionary(p => p, _ => (NuGetVersion?)null));
                continue;
            }

            progress.Report(new($"Fetching packages that are not on this machine: {graph.Wanted.Count}", Lasting: round == 0));
            graph.Settle(await feed.Fetch([.. graph.Wanted], cancel));
        }
    }
}
