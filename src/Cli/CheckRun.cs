using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using DistPatterns.Cli.Checking;
using DistPatterns.Cli.Loading;
using DistPatterns.Cli.Reports;

namespace DistPatterns.Cli;

/// <summary>One run of <c>check</c>: find what PATH stands for, load it, judge it, and gather what there is to say.</summary>
internal sealed class CheckRun(IProjectLoader loader, ISolutionCheck check)
{
    /// <exception cref="CheckException">PATH, a rule or a folder is not what it should be.</exception>
    public async Task<CheckReport> Run(CheckRequest request, IProgress<Step> progress, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var wanted = new RuleFilter(request.Rules, check.Rules);
        if (request.ReferenceFolders.FirstOrDefault(f => !Directory.Exists(f)) is { } absent)
            throw new CheckException($"the folder '{absent}' of --refs does not exist", "pass a folder that holds assemblies, or leave --refs out");
        var exclude = new PathFilter(request.Exclude);
        var target = TargetFinder.Find(request.Path, exclude);

        var loaded = await loader.Load(target, progress, cancel);
        var result = await check.Check(loaded.Projects, progress, cancel);

        return new()
        {
            Version = typeof(CheckRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
            Root = target.Root,
            ReaderRoot = ReaderRoot(target.Root),
            RepositoryRoot = RepositoryRoot(target.Root),
            Findings = [.. result.Findings
                .Where(f => f.Severity >= request.Severity && wanted.Takes(f.Rule) && !exclude.Matches(target.Root, f.File))
                .OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Column).ThenBy(f => f.Rule, StringComparer.Ordinal).ThenBy(f => f.Message, StringComparer.Ordinal)],
            Projects = Projects(target, loaded, result),
            MissingPackages = loaded.MissingPackages,
            Binding = result.Binding,
            Rules = check.Rules,
            Elapsed = clock.Elapsed,
        };
    }

    private static ImmutableArray<ProjectReport> Projects(CheckTarget target, LoadedSolution loaded, CheckResult result)
    {
        var crashes = result.Crashes.ToLookup(c => c.Project, c => $"{c.Analyzer} crashed, its findings are missing: {c.Error}");
        var projects = loaded.Projects.Select(p => new ProjectReport(p.Name, p.Path, true, [.. p.Problems, .. crashes[p.Name].Distinct()]))
            .Concat(loaded.Unchecked.Select(p => new ProjectReport(p.Name, p.Path, false, p.Problems)))
            .Concat(target.Unreadable.Select(p => new ProjectReport(Path.GetFileNameWithoutExtension(p), p, false, ["is not a C# project"])));
        return [.. projects.OrderBy(p => p.Path, StringComparer.Ordinal)];
    }

    private static string ReaderRoot(string root)
    {
        var here = Directory.GetCurrentDirectory();
        return root == here || root.StartsWith(Path.TrimEndingDirectorySeparator(here) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? here : root;
    }

    private static string RepositoryRoot(string root)
    {
        for (var folder = root; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Exists(Path.Combine(folder, ".git"))) // a folder, or the file of a work tree
                return folder;
        return root;
    }
}
