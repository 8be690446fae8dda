using System.Collections.Immutable;
using System.CommandLine;
using DistPatterns.Cli.Checking;
using DistPatterns.Cli.Loading;
using DistPatterns.Cli.Loading.Build;
using DistPatterns.Cli.Loading.Packages;
using DistPatterns.Cli.Loading.Sources;
using DistPatterns.Cli.Outbox;
using DistPatterns.Cli.Reports;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Cli;

/// <summary>The tool behind its command line: what goes to which stream, and which exit code says what.</summary>
internal sealed class Tool(TextWriter output, TextWriter error)
{
    public bool ColourOutput { get; init; }

    /// <summary>Whether a person watches standard error and wants to see what goes on.</summary>
    public bool LiveProgress { get; init; }

    /// <summary>Analyzers to run beside the tool's own.</summary>
    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; init; } = [];

    public async Task<int> Run(string[] args, CancellationToken cancel = default)
    {
        var parsed = new CommandLine(Check, Outbox).Root.Parse(args);
        if (parsed.Errors.Count > 0)
            return Refuse(string.Join("\n       ", parsed.Errors.Select(e => e.Message)), $"'distpatterns {parsed.CommandResult.Command switch { RootCommand => "check", var command => command.Name }} --help' lists what can be said");
        return await parsed.InvokeAsync(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false }, cancel);
    }

    private Task<int> Outbox(OutboxRequest request, CancellationToken cancel) => Run(() => new ParkedOutbox(output, ColourOutput).RunAsync(request, cancel));

    private Task<int> Check(CheckRequest request, CancellationToken cancel) => Run(async () =>
    {
        using var file = request.Output is { } path ? Open(path) : null;
        var run = new CheckRun(Loader(request), new SolutionCheck(Analyzers));
        var report = await Progress.Show(error, LiveProgress, progress => run.Run(request, progress, cancel));
        Format(request.Format, ColourOutput && file is null).Write(report, file ?? output);
        return report.Projects.All(p => !p.Checked) ? Refuse("no project could be checked", "the report says why; --no-build reads code that does not build")
            : report.Findings.IsEmpty ? ExitCode.Clean : ExitCode.Findings;
    });

    private async Task<int> Run(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (CheckException problem)
        {
            return Refuse(problem.Message, problem.WayOut);
        }
        catch (OperationCanceledException)
        {
            return Refuse("cancelled", "run it again");
        }
        catch (Exception bug)
        {
            return Refuse($"a fault of distpatterns itself: {bug}", $"please report it: {Links.Home}/issues");
        }
    }

    private IProjectLoader Loader(CheckRequest request)
    {
        if (!request.NoBuild)
            return new BuildLoader();
        var cache = PackageCache.OfUser(Path.GetFullPath(request.Path));
        return new SourceLoader(cache, request.Offline ? null : new PackageDownload(cache), request.ReferenceFolders);
    }

    private static IReportFormat Format(ReportFormat format, bool colours) => format switch
    {
        ReportFormat.Json => new JsonReport(),
        ReportFormat.Tsv => new TsvReport(),
        ReportFormat.Sarif => new SarifReport(),
        ReportFormat.GitHub => new GitHubReport(),
        _ => new TextReport(colours),
    };

    private static StreamWriter Open(string path)
    {
        try
        {
            return new(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"the file '{path}' of --output cannot be written: {e.Message}", "pass a path in a folder that exists and may be written to");
        }
    }

    private int Refuse(string problem, string wayOut)
    {
        error.Write($"error: {problem}\n       {wayOut}\n");
        return ExitCode.CouldNotRun;
    }
}
