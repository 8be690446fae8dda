using System.Collections.Immutable;
using System.CommandLine;
using DistPatterns.Cli.Checking;
using DistPatterns.Cli.Init;
using DistPatterns.Cli.Loading;
using DistPatterns.Cli.Loading.Build;
using DistPatterns.Cli.Loading.Packages;
using DistPatterns.Cli.Loading.Sources;
using DistPatterns.Cli.Outbox;
using DistPatterns.Cli.Pages;
using DistPatterns.Cli.Reports;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Cli;

/// <summary>The tool behind its command line: what goes to which stream, and which exit code says what.</summary>
internal sealed class Tool(TextWriter output, TextWriter error)
{
    public bool ColourOutput { get; init; }

    /// <summary>Whether a person watches standard error and wants to see what goes on.</summary>
    public bool LiveProgress { get; init; }

    /// <summary>How many letters fit into a line of prose.</summary>
    public int Width { get; init; } = Terminal.NeverWrap;

    /// <summary>Where a person answers questions; null if there is none.</summary>
    public TextReader? Answers { get; init; }

    /// <summary>Analyzers to run beside the tool's own.</summary>
    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; init; } = [];

    public async Task<int> Run(string[] args, CancellationToken cancel = default)
    {
        var rules = new RuleCommands(output, ColourOutput, Width);
        var parsed = new RootCommand("distpatterns: a design review of C# services by the compiler.")
        {
            CheckCommand.New(Check), InitCommand.New(Init), rules.Rules(), rules.Explain(), OutboxCommand.New(Outbox),
        }.Parse(args);
        if (WrongCommandLine.Of(parsed) is { } wrong)
            return Refuse(wrong.Message, wrong.WayOut);
        return await Run(async () =>
        {
            // signals are the caller's business
            var exit = await parsed.InvokeAsync(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null }, cancel);
            Written(() => { });
            return exit;
        });
    }

    private Task<int> Init(InitRequest request, CancellationToken cancel) => new Initialization(output, Answers, ColourOutput, Check).Run(request, cancel);

    private Task<int> Outbox(OutboxRequest request, CancellationToken cancel) => new ParkedOutbox(output, ColourOutput).RunAsync(request, cancel);

    private async Task<int> Check(CheckRequest request, CancellationToken cancel)
    {
        if (request.Output is { } file)
            MustBeWritable(file);
        var run = new CheckRun(Loader(request), new SolutionCheck(Analyzers));
        var report = await Progress.Show(error, LiveProgress, progress => run.Run(request, progress, cancel));
        Deliver(report, Format(request.Format, ColourOutput && request.Output is null), request.Output);
        if (request.Format == ReportFormat.Tsv) // a table of findings has no place for them
            foreach (var note in Notes.Of(report))
                error.Write($"note: {note}\n");
        if (report.ExitCode == ExitCodes.CouldNotRun)
            return Refuse("no project could be checked", "the report says why; --no-build reads code that does not build");
        if (report.ExitCode > ExitCodes.CouldNotRun && (request.Format != ReportFormat.Text || request.Output is not null)) // a report as text ends with them
            error.Write($"error: {Verdict.Gaps(report)}\n");
        return report.ExitCode;
    }

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
            error.Write("error: interrupted\n");
            return ExitCodes.Interrupted;
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

    private void Deliver(CheckReport report, IReportFormat format, string? file)
    {
        var text = new StringWriter();
        format.Write(report, text);
        Written(() =>
        {
            if (file is not null)
                File.WriteAllText(file, text.ToString());
            else
                output.Write(text);
        });
    }

    /// <summary>What is written is seen to be written: a disk may be full.</summary>
    private void Written(Action write)
    {
        try
        {
            write();
            output.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"the output cannot be written: {e.Message}", "make room on the disk, or write it elsewhere");
        }
    }

    /// <summary>Asked before the long work begins.</summary>
    private static void MustBeWritable(string file)
    {
        try
        {
            using var stream = File.Open(file, FileMode.OpenOrCreate, FileAccess.Write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"the file '{file}' of --output cannot be written: {e.Message}",
                "pass a path in a folder that exists and may be written to");
        }
    }

    private int Refuse(string problem, string wayOut)
    {
        error.Write($"error: {problem}\n       {wayOut}\n");
        return ExitCodes.CouldNotRun;
    }
}
