using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.MSBuild;

namespace DistPatterns.Cli.Loading.Build;

/// <summary>
/// Reads projects as their build does, source generators included, by Roslyn's MSBuild workspace.
/// A project whose code does not compile is not handed on: rules that guess at missing types guess wrong.
/// </summary>
internal sealed class BuildLoader : IProjectLoader
{
    public async Task<LoadedSolution> Load(CheckTarget target, IProgress<Step> progress, CancellationToken cancel)
    {
        await RequiredSdk.Check(target.Root, cancel);
        InstalledSdk.Use(); // before the method that names MSBuild's types is compiled
        return await Open(target, progress, cancel);
    }

    private static async Task<LoadedSolution> Open(CheckTarget target, IProgress<Step> progress, CancellationToken cancel)
    {
        using var solution = SolutionFile.Of(target);
        var restore = await Restore.IfNeeded(target, progress, cancel);

        // the tool's own targets, imported after the project's, pass what rules ask for
        var properties = new Dictionary<string, string>
        {
            ["Configuration"] = BuildConfiguration.Name,
            ["CustomAfterMicrosoftCommonTargets"] = Path.Combine(AppContext.BaseDirectory, "distpatterns.targets"),
        };
        using var workspace = MSBuildWorkspace.Create(properties);
        workspace.LoadMetadataForReferencedProjects = false;
        var read = new HashSet<string>();
        var opened = await workspace.OpenSolutionAsync(solution.Path, progress: new Progress(p =>
        {
            lock (read)
                read.Add(p.FilePath);
            progress.Report(new("Loading projects", read.Count, target.Projects.Length));
        }), cancel);

        var failures = workspace.Diagnostics.Where(d => d.Kind == WorkspaceDiagnosticKind.Failure).Select(d => d.Message.ReplaceLineEndings(" "))
            .ToImmutableArray();
        var newest = opened.Projects.Where(p => p.Language == LanguageNames.CSharp && p.FilePath is not null).GroupBy(p => p.FilePath!)
            .ToDictionary(g => g.Key, TargetFramework.Newest);
        return await Compile(target, newest, failures, restore, progress, cancel);
    }

    private static async Task<LoadedSolution> Compile(CheckTarget target, Dictionary<string, Project> projects, ImmutableArray<string> failures,
        ImmutableArray<string> restore, IProgress<Step> progress, CancellationToken cancel)
    {
        var outcomes = new (LoadedProject? Loaded, UncheckedProject? Unchecked)[target.Projects.Length];
        var done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, outcomes.Length), cancel, async (i, cancel) =>
        {
            var path = target.Projects[i];
            outcomes[i] = projects.TryGetValue(path, out var project)
                ? await CompiledProject.Of(project, Of(path, failures), restore, cancel)
                : (null, new(Path.GetFileNameWithoutExtension(path), path, WhyNotLoaded(path, failures, restore)));
            progress.Report(new("Compiling", Interlocked.Increment(ref done), outcomes.Length));
        });
        return new([.. outcomes.Select(o => o.Loaded).OfType<LoadedProject>()], [.. outcomes.Select(o => o.Unchecked).OfType<UncheckedProject>()], []);
    }

    private static ImmutableArray<string> WhyNotLoaded(string path, ImmutableArray<string> failures, ImmutableArray<string> restore)
    {
        if (!File.Exists(path))
            return ["does not exist, though the solution names it"];
        var own = Of(path, failures);
        return own is { IsEmpty: false } ? own : restore is { IsEmpty: false } ? restore
            : ["does not load, and MSBuild does not say why; 'dotnet build' on it may"];
    }

    private static ImmutableArray<string> Of(string path, ImmutableArray<string> failures) =>
        [.. failures.Where(f => f.Contains(path, StringComparison.Ordinal)).Take(2).Select(f => "does not load: " + f)];

    private sealed class Progress(Action<ProjectLoadProgress> report) : IProgress<ProjectLoadProgress>
    {
        public void Report(ProjectLoadProgress value) => report(value);
    }
}
