using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistPatterns.Cli.Loading;
using DistPatterns.Effects;
using DistPatterns.Hosts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Cli.Checking;

/// <summary>
/// Runs the analyzers over each project's compilation as its build would, then judges the graph of all of them joined.
/// Severities, suppressions and options are the compiler's business in both passes.
/// </summary>
internal sealed class SolutionCheck(ImmutableArray<DiagnosticAnalyzer> others) : ISolutionCheck
{
    public ImmutableArray<DiagnosticDescriptor> Rules { get; } =
        [.. others.Append(new LiveAnalyzer()).Append(new GraphAnalyzer()).SelectMany(a => a.SupportedDiagnostics).DistinctBy(d => d.Id).OrderBy(d => d.Id, StringComparer.Ordinal)];

    public async Task<CheckResult> Check(IReadOnlyList<LoadedProject> projects, IProgress<Step> progress, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        var crashes = new ConcurrentBag<Crash>();
        var facts = new ConcurrentBag<CompilationFacts>();
        ImmutableArray<DiagnosticAnalyzer> walk = [.. others, new LiveAnalyzer { OfSolution = true }, new GraphAnalyzer(facts.Add)];
        for (var i = 0; i < projects.Count; i++)
        {
            progress.Report(new($"Checking {projects[i].Name}", i, projects.Count));
            var diagnostics = await Driver(projects[i], walk, crashes).GetAnalyzerDiagnosticsAsync(cancel);
            findings.AddRange(Describe(diagnostics, projects[i]));
        }

        progress.Report(new("Following effects through the solution", projects.Count, projects.Count));
        var graph = GraphReview.Judge([.. facts.OrderBy(f => f.Compilation.AssemblyName, StringComparer.Ordinal)], GraphExtent.Solution).ToList();
        foreach (var project in projects)
        {
            if (graph.Where(d => Stands(d, project)).ToList() is not { Count: > 0 } here)
                continue;
            var reporter = Driver(project, [new SolutionReporter(here)], crashes);
            foreach (var tree in here.Select(d => d.Location.SourceTree!).Distinct())
                findings.AddRange(Describe(await reporter.GetAnalyzerSyntaxDiagnosticsAsync(tree, cancel), project));
        }

        // a file linked into several projects is one place; the same text said there twice is one finding
        var distinct = findings.DistinctBy(f => (f.Rule, f.File, f.Line, f.Column, f.EndLine, f.EndColumn, f.Message));
        return new([.. distinct], [.. crashes.Distinct().OrderBy(c => (c.Project, c.Analyzer, c.Error))], Binding.Of(facts));
    }

    private static CompilationWithAnalyzers Driver(LoadedProject project, ImmutableArray<DiagnosticAnalyzer> analyzers, ConcurrentBag<Crash> crashes) => project.Compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
        project.Options,
        onAnalyzerException: (error, analyzer, _) => crashes.Add(new(project.Name, analyzer.GetType().Name, FirstFrame(error))),
        concurrentAnalysis: true,
        logAnalyzerExecutionTime: false,
        reportSuppressedDiagnostics: false));

    private static IEnumerable<Finding> Describe(ImmutableArray<Diagnostic> diagnostics, LoadedProject project) =>
        diagnostics.Where(d => !d.IsSuppressed && d.Id != "AD0001").Select(d => Describe(d, project));

    private static bool Stands(Diagnostic diagnostic, LoadedProject project) =>
        diagnostic.Location.SourceTree is { } tree && project.Compilation.ContainsSyntaxTree(tree);

    private static Finding Describe(Diagnostic diagnostic, LoadedProject project)
    {
        var at = diagnostic.Location.GetMappedLineSpan();
        var chain = diagnostic.Properties.GetValueOrDefault(DistPatterns.Rules.Finding.ChainProperty)?.Split(" → ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return new(
            diagnostic.Id,
            diagnostic.Severity,
            project.Name,
            at.IsValid ? FullPath(at.Path, project) : project.Path,
            at.StartLinePosition.Line + 1,
            at.StartLinePosition.Character + 1,
            at.EndLinePosition.Line + 1,
            at.EndLinePosition.Character + 1,
            diagnostic.GetMessage().ReplaceLineEndings(" "),
            [.. chain],
            diagnostic.Descriptor.HelpLinkUri,
            diagnostic.Location.SourceTree is { } tree && !at.HasMappedPath ? CodeFrame.Of(tree.GetText(), at.StartLinePosition.Line) : null)
        {
            Also = [.. diagnostic.AdditionalLocations.Select(l => l.GetMappedLineSpan()).Where(l => l.IsValid)
                .Select(l => new RelatedPlace(FullPath(l.Path, project), l.StartLinePosition.Line + 1, l.StartLinePosition.Character + 1)).Distinct()],
        };
    }

    private static string FullPath(string path, LoadedProject project) => Path.GetFullPath(path, Path.GetDirectoryName(project.Path)!);

    private static string FirstFrame(Exception error) =>
        $"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")} {error.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}".Trim();
}
