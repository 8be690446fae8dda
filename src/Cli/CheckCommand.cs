using System.CommandLine;
using System.CommandLine.Parsing;
using DistPatterns.Cli.Reports;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli;

/// <summary><c>distpatterns check</c>, as a user writes it.</summary>
internal sealed class CheckCommand
{
    private readonly Argument<string> _path = new("PATH")
    {
        Description = "A solution (.sln, .slnx, .slnf), a project (.csproj) or a folder with either.",
        DefaultValueFactory = _ => ".",
    };
    private readonly Option<bool> _noBuild = new("--no-build")
    {
        Description = "Read the sources without restoring or building; "
            + "packages come from the local cache or are fetched alone, and errors are tolerated.",
    };
    private readonly Option<bool> _offline = new("--offline") { Description = "With --no-build: fetch no packages." };
    private readonly Option<string[]> _refs = new("--refs")
    {
        HelpName = "DIR",
        Description = "With --no-build: also compile against every assembly of this folder. May be repeated.",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string> _format = new("--format") { Description = "How to write the report.", DefaultValueFactory = _ => "text" };
    private readonly Option<string> _severity = new("--severity")
    {
        Description = "The least severity that is shown and counted.",
        DefaultValueFactory = _ => "info",
    };
    private readonly Option<string> _failOn = new("--fail-on")
    {
        Description = "The least severity that fails, with exit code 1.",
        DefaultValueFactory = _ => "warning",
    };
    private readonly Option<bool> _allowIncomplete = new("--allow-incomplete")
    {
        Description = "Do not fail with exit code 3 where projects could not be checked.",
    };
    private readonly Option<string[]> _rules = new("--rules")
    {
        HelpName = "ID,ID",
        Description = "Show these rules only; the beginning of an id takes its family, as in DP2.",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string[]> _exclude = new("--exclude")
    {
        HelpName = "GLOB",
        Description = "Leave out projects and files, relative to PATH's folder. May be repeated.",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string> _baseline = new("--baseline")
    {
        HelpName = "FILE",
        Description = "Findings that this file has are known: they are not shown, and do not fail.",
    };
    private readonly Option<bool> _updateBaseline = new("--update-baseline")
    {
        Description = "Write the file of --baseline: what is found goes in, what is fixed goes out.",
    };
    private readonly Option<string> _since = new("--since")
    {
        HelpName = "REV",
        Description = "Show only findings that touch lines changed since this branch left REV of git, as in origin/main.",
    };
    private readonly Option<bool> _summary = new("--summary") { Description = "As text: only the counts, and what was not checked." };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Tell each place that could not be judged, because it does not bind." };
    private readonly Option<string> _output = new("--output") { HelpName = "FILE", Description = "Write the report to a file." };

    private CheckCommand()
    {
        _format.AcceptOnlyFromAmong([.. Enum.GetNames<ReportFormat>().Select(n => n.ToLowerInvariant())]);
        foreach (var severity in new[] { _severity, _failOn })
            severity.AcceptOnlyFromAmong("info", "warning", "error");
    }

    /// <param name="run">What it does; the exit code is its answer.</param>
    public static Command New(Func<CheckRequest, CancellationToken, Task<int>> run)
    {
        var its = new CheckCommand();
        var command = new Command("check", "Check a solution, a project or a folder for mistakes of distributed-systems design.")
        {
            its._path, its._noBuild, its._offline, its._refs, its._format, its._severity, its._failOn, its._allowIncomplete, its._rules,
                its._exclude, its._baseline, its._updateBaseline, its._since, its._summary, its._verbose, its._output,
        };
        command.Validators.Add(its.Validate);
        command.SetAction((parsed, cancel) => run(its.Request(parsed), cancel));
        return command;
    }

    private void Validate(CommandResult parsed)
    {
        foreach (Option needy in new Option[] { _offline, _refs })
            if (parsed.GetResult(needy) is { Implicit: false } && !parsed.GetValue(_noBuild))
                parsed.AddError($"{needy.Name} works with --no-build only: a build takes its references from the project files.");
        if (parsed.GetValue(_updateBaseline) && parsed.GetValue(_baseline) is null)
            parsed.AddError("--update-baseline writes the file of --baseline: say which, as in --baseline distpatterns.baseline.json.");
        if (parsed.GetValue(_summary) && parsed.GetValue(_format) is not (null or "text"))
            parsed.AddError("--summary is for a report as text: the other formats are for programs, which count themselves.");
        if (parsed.GetValue(_updateBaseline) && parsed.GetValue(_since) is not null)
            parsed.AddError("--update-baseline writes all findings: leave --since out.");
    }

    private CheckRequest Request(ParseResult parsed) => new()
    {
        Path = parsed.GetRequiredValue(_path),
        NoBuild = parsed.GetValue(_noBuild),
        Offline = parsed.GetValue(_offline),
        ReferenceFolders = [.. parsed.GetRequiredValue(_refs)],
        Format = Enum.Parse<ReportFormat>(parsed.GetRequiredValue(_format), ignoreCase: true),
        Severity = Enum.Parse<DiagnosticSeverity>(parsed.GetRequiredValue(_severity), ignoreCase: true),
        FailOn = Enum.Parse<DiagnosticSeverity>(parsed.GetRequiredValue(_failOn), ignoreCase: true),
        AllowIncomplete = parsed.GetValue(_allowIncomplete),
        Rules = [.. parsed.GetRequiredValue(_rules).SelectMany(r => r.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
        Exclude = [.. parsed.GetRequiredValue(_exclude)],
        Baseline = parsed.GetValue(_baseline),
        UpdateBaseline = parsed.GetValue(_updateBaseline),
        Since = parsed.GetValue(_since),
        SummaryOnly = parsed.GetValue(_summary),
        Verbose = parsed.GetValue(_verbose),
        Output = parsed.GetValue(_output),
    };
}
