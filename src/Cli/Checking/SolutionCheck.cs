using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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
        [.. others.Append(new LiveAnalyzer()).Append(new GraphAnalyzer()).SelectMany(a => a.SupportedDiagnostics).DistinctBy(d => d.Id)
            .OrderBy(d => d.Id, StringComparer.Ordinal)];

    /// <remarks>When it is cancelled, it gives what it has found by then.</remarks>
    public async Task<CheckResult> Check(IReadOnlyList<LoadedProject> projects, IProgress<Step> progress, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        var crashes = new ConcurrentBag<Crash>();
        var facts = new ConcurrentBag<CompilationFacts>();
        var (reached, interrupted) = (0, false);
        try
        {
            ImmutableArray<DiagnosticAnalyzer> walk = [.. others, new LiveAnalyzer { OfSolution = true }, new GraphAnalyzer(facts.Add)];
            for (; reached < projects.Count; reached++)
            {
                progress.Report(new($"Checking {projects[reached].Name}", reached, projects.Count));
                var diagnostics = await Driver(projects[reached], walk, crashes).GetAnalyzerDiagnosticsAsync(cancel);
                findings.AddRange(Describe(diagnostics, projects[reached]));
            }

            progress.Report(new("Following effects through the solution", projects.Count, projects.Count));
            findings.AddRange(await FollowEffects(projects, facts, crashes, cancel));
        }
        catch (OperationCanceledException)
        {
            interrupted = true; // what was found so far stands; the graph of a part would not know what the other projects do
        }

        // a file linked into several projects is one place; the same text said there twice is one finding
        var distinct = findings.DistinctBy(f => (f.Rule, f.File, f.Line, f.Column, f.EndLine, f.EndColumn, f.Message));
        var binding = Binding.Of(facts);
        return new([.. distinct.Select(binding.NameLibraries)], [.. crashes.Distinct().OrderBy(c => (c.Project, c.Analyzer, c.Error))],
            [.. projects.Skip(reached).Select(p => p.Path)], interrupted, binding);
    }

    private static async Task<IReadOnlyList<Finding>> FollowEffects(IReadOnlyList<LoadedProject> projects, IEnumerable<CompilationFacts> facts,
        ConcurrentBag<Crash> crashes, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        var graph = GraphReview.Judge([.. facts.OrderBy(f => f.Compilation.AssemblyName, StringComparer.Ordinal)], GraphExtent.Solution).ToList();
        foreach (var project in projects)
        {
            if (graph.Where(d => Stands(d, project)).ToList() is not { Count: > 0 } here)
                continue;
            var reporter = Driver(project, [new SolutionReporter(here)], crashes);
            foreach (var tree in here.Select(d => d.Location.SourceTree!).Distinct())
                findings.AddRange(Describe(await reporter.GetAnalyzerSyntaxDiagnosticsAsync(tree, cancel), project));
        }

        return findings;
    }

    private static CompilationWithAnalyzers Driver(
        LoadedProject project, ImmutableArray<DiagnosticAnalyzer> analyzers, ConcurrentBag<Crash> crashes) =>
        project.Compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
        project.Options,
        onAnalyzerException: (error, analyzer, _) => crashes.Add(new(project.Name, analyzer.GetType().Name, FirstFrame(error))),
        concurrentAnalysis: true,
        logAnalyzerExecutionTime: false,
        reportSuppressedDiagnostics: true));

    private static IEnumerable<Finding> Describe(ImmutableArray<Diagnostic> diagnostics, LoadedProject project) =>
        diagnostics.Where(d => d.Id != "AD0001").Select(d => Describe(d, project));

    private static bool Stands(Diagnostic diagnostic, LoadedProject project) =>
        diagnostic.Location.SourceTree is { } tree && project.Compilation.ContainsSyntaxTree(tree);

    private static Finding Describe(Diagnostic diagnostic, LoadedProject project)
    {
        var at = diagnostic.Location.GetMappedLineSpan();
        var chain = diagnostic.Properties.GetValueOrDefault(DistPatterns.Rules.Finding.ChainProperty)?.Split(" → ",
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
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
            Also = [.. AlsoOf(diagnostic).Select(p => p with { File = FullPath(p.File, project) }).Distinct()],
            Steps = [.. Places(diagnostic, DistPatterns.Rules.Finding.StepsProperty).Select(s => s with { File = FullPath(s.File, project) })],
            Unbound = [.. Places(diagnostic, DistPatterns.Rules.Finding.UnboundProperty).Select(s => s with { File = FullPath(s.File, project) })],
            Suppression = diagnostic.GetSuppressionInfo(project.Compilation) is { } suppression ? new(JustificationOf(suppression)) : null,
            Identity = IdentityOf(diagnostic.Location, project),
        };
    }

    /// <summary>The additional locations, with what our rules say that they are; other analyzers say nothing of theirs.</summary>
    private static IEnumerable<RelatedPlace> AlsoOf(Diagnostic diagnostic)
    {
        var roles = diagnostic.Properties.GetValueOrDefault(DistPatterns.Rules.Finding.AlsoProperty)?.Split('\n') ?? [];
        return from place in diagnostic.AdditionalLocations.Select((location, index) => (At: location.GetMappedLineSpan(), Index: index))
               where place.At.IsValid
               let start = place.At.StartLinePosition
               select new RelatedPlace(place.At.Path, start.Line + 1, start.Character + 1) { Role = roles.ElementAtOrDefault(place.Index) ?? "" };
    }

    private static IEnumerable<RelatedPlace> Places(Diagnostic diagnostic, string property) =>
        (diagnostic.Properties.GetValueOrDefault(property) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(s => s.Split(':', 4))
            .Select(s => new RelatedPlace(s[3], int.Parse(s[0], CultureInfo.InvariantCulture), int.Parse(s[1], CultureInfo.InvariantCulture)) { Role = s[2] });

    private static string? JustificationOf(SuppressionInfo suppression) =>
        suppression.Attribute?.NamedArguments.FirstOrDefault(a => a.Key == nameof(SuppressMessageAttribute.Justification)).Value.Value as string;

    private static CodeIdentity IdentityOf(Location location, LoadedProject project)
    {
        if (location.SourceTree is { } tree)
            return CodeIdentity.Of(tree.GetRoot(), location.SourceSpan);
        var at = location.GetLineSpan();
        return at.IsValid && project.Options.AdditionalFiles.FirstOrDefault(f => f.Path == at.Path)?.GetText() is { } text
            ? CodeIdentity.Of(text, at.Span) : new("", "");
    }

    private static string FullPath(string path, LoadedProject project) => Path.GetFullPath(path, Path.GetDirectoryName(project.Path)!);

    private static string FirstFrame(Exception error) =>
        $"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")} {error.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}".Trim();
}
