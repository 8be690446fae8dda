using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using DistPatterns.Cli.Baselines;
using DistPatterns.Cli.Changes;
using DistPatterns.Cli.Checking;
using DistPatterns.Cli.Loading;
using DistPatterns.Cli.Reports;

namespace DistPatterns.Cli;

/// <summary>One run of <c>check</c>: find what PATH stands for, load it, judge it, and gather what there is to say.</summary>
internal sealed class CheckRun(IProjectLoader loader, ISolutionCheck check)
{
    private static readonly string Version =
        typeof(CheckRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <exception cref="CheckException">Something of the request is not what it should be: all of it is looked at before the long work begins.</exception>
    public async Task<CheckReport> Run(CheckRequest request, IProgress<Step> progress, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var wanted = new RuleFilter(request.Rules, check.Rules);
        if (request.ReferenceFolders.FirstOrDefault(f => !Directory.Exists(f)) is { } absent)
            throw new CheckException($"the folder '{absent}' of --refs does not exist", "pass a folder that holds assemblies, or leave --refs out");
        var exclude = new PathFilter(request.Exclude);
        var baseline = request.Baseline is { } file ? BaselineFile.Read(file, mayBeNew: request.UpdateBaseline) : null;
        var target = TargetFinder.Find(request.Path, exclude);
        var changes = request.Since is { } revision ? await ChangedLines.Since(revision, target.Root, cancel) : null;

        var (loaded, result) = await Judge(target, progress, cancel);
        var all = Finding.Sorted(result.Findings.Where(f => wanted.Takes(f.Rule) && !exclude.Matches(target.Root, f.File)));
        var findings = all.RemoveAll(f => f.Suppression is not null);
        var projects = Projects(target, loaded, result);
        var seen = new SeenFiles(loaded.Projects.Where(p => projects.Any(r => r.Path == p.Path && r.State == ProjectState.Checked)));
        var known = baseline?.Compare(findings, (rule, path) => wanted.Takes(rule) && seen.Contains(path) && !exclude.Matches(target.Root, path));
        if (known is not null && request.UpdateBaseline && !result.Interrupted)
            known = baseline!.Update(known);
        var told = (known?.New ?? findings).Where(f => f.Severity >= request.Severity).ToLookup(f => changes?.Touch(f) ?? true);

        return new()
        {
            Version = Version,
            Root = target.Root,
            ReaderRoot = ReaderRoot(target.Root),
            RepositoryRoot = RepositoryRoot.Of(target.Root),
            Findings = [.. told[true]],
            Suppressed = all.RemoveAll(f => f.Suppression is null),
            Baseline = known,
            Since = changes is null ? null : new(request.Since!, changes.MergeBase, told[false].Count()),
            Projects = projects,
            Remarks = target.Remarks,
            MissingPackages = loaded.MissingPackages,
            Binding = result.Binding,
            Rules = check.Rules,
            FailOn = request.FailOn,
            AllowIncomplete = request.AllowIncomplete,
            Verbose = request.Verbose,
            SummaryOnly = request.SummaryOnly,
            Interrupted = result.Interrupted,
            Elapsed = clock.Elapsed,
        };
    }

    /// <summary>Loads and checks; when it is interrupted, what it has come to by then.</summary>
    private async Task<(LoadedSolution Loaded, CheckResult Result)> Judge(CheckTarget target, IProgress<Step> progress, CancellationToken cancel)
    {
        try
        {
            var loaded = await loader.Load(target, progress, cancel);
            return (loaded, await check.Check(loaded.Projects, progress, cancel));
        }
        catch (Exception) when (cancel.IsCancellationRequested) // the signal ends programs of the build too, and their deaths come as any exception
        {
            var unreached = target.Projects.Select(p => new UncheckedProject(Path.GetFileNameWithoutExtension(p), p, [CheckResult.NotReached]));
            return (new([], [.. unreached], []), CheckResult.Nothing);
        }
    }

    private static ImmutableArray<ProjectReport> Projects(CheckTarget target, LoadedSolution loaded, CheckResult result)
    {
        var crashes = result.Crashes.ToLookup(c => c.Project, c => $"{c.Analyzer} crashed, its findings are missing: {c.Error}");
        var projects = loaded.Projects.Select(p => Report(p, [.. crashes[p.Name].Distinct()], result.Unreached.Contains(p.Path)))
            .Concat(loaded.Unchecked.Select(p => new ProjectReport(p.Name, p.Path, ProjectState.Failed, p.Problems)))
            .Concat(target.LeftOut.Select(p => new ProjectReport(Path.GetFileNameWithoutExtension(p.Path), p.Path, ProjectState.LeftOut, [p.Reason])));
        return [.. projects.OrderBy(p => p.Path, StringComparer.Ordinal)];
    }

    private static ProjectReport Report(LoadedProject project, ImmutableArray<string> crashes, bool unreached) => new(
        project.Name,
        project.Path,
        unreached ? ProjectState.Failed : crashes.IsEmpty ? ProjectState.Checked : ProjectState.Partly,
        unreached ? [CheckResult.NotReached] : [.. project.Problems, .. crashes]);

    private static string ReaderRoot(string root)
    {
        var here = Directory.GetCurrentDirectory();
        return root == here || root.StartsWith(Path.TrimEndingDirectorySeparator(here) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? here : root;
    }
}
