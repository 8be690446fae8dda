using System.CommandLine;
using DistPatterns.Cli.Outbox;
using DistPatterns.Cli.Reports;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli;

/// <summary>The commands and options, as a user writes them.</summary>
internal sealed class CommandLine
{
    private readonly Argument<string> _path = new("PATH") { Description = "A solution (.sln, .slnx, .slnf), a project (.csproj) or a folder with either." };
    private readonly Option<bool> _noBuild = new("--no-build") { Description = "Read the sources without restoring or building; packages come from the local cache or are fetched alone, and errors are tolerated." };
    private readonly Option<bool> _offline = new("--offline") { Description = "With --no-build: fetch no packages." };
    private readonly Option<string[]> _refs = new("--refs") { HelpName = "DIR", Description = "With --no-build: also compile against every assembly of this folder. May be repeated.", DefaultValueFactory = _ => [] };
    private readonly Option<string> _format = new("--format") { Description = "How to write the report.", DefaultValueFactory = _ => "text" };
    private readonly Option<string> _severity = new("--severity") { Description = "The least severity that is shown and counted.", DefaultValueFactory = _ => "info" };
    private readonly Option<string[]> _rules = new("--rules") { HelpName = "ID,ID", Description = "Show these rules only; the beginning of an id takes its family, as in DP2.", DefaultValueFactory = _ => [] };
    private readonly Option<string[]> _exclude = new("--exclude") { HelpName = "GLOB", Description = "Leave out projects and files, relative to PATH's folder. May be repeated.", DefaultValueFactory = _ => [] };
    private readonly Option<string> _output = new("--output") { HelpName = "FILE", Description = "Write the report to a file." };

    /// <param name="check">What <c>check</c> does; the exit code is its answer.</param>
    /// <param name="outbox">What <c>outbox</c> does.</param>
    public CommandLine(Func<CheckRequest, CancellationToken, Task<int>> check, Func<OutboxRequest, CancellationToken, Task<int>> outbox)
    {
        _format.AcceptOnlyFromAmong([.. Enum.GetNames<ReportFormat>().Select(n => n.ToLowerInvariant())]);
        _severity.AcceptOnlyFromAmong("info", "warning", "error");
        var command = new Command("check", "Check a solution, a project or a folder for mistakes of distributed-systems design.")
        {
            _path, _noBuild, _offline, _refs, _format, _severity, _rules, _exclude, _output,
        };
        command.Validators.Add(parsed =>
        {
            foreach (Option needy in new Option[] { _offline, _refs })
                if (parsed.GetResult(needy) is { Implicit: false } && !parsed.GetValue(_noBuild))
                    parsed.AddError($"{needy.Name} works with --no-build only: a build takes its references from the project files.");
        });
        command.SetAction((parsed, cancel) => check(Request(parsed), cancel));
        Root = new("distpatterns: a design review of C# services by the compiler.") { command, OutboxCommand.New(outbox) };
    }

    public RootCommand Root { get; }

    private CheckRequest Request(ParseResult parsed) => new()
    {
        Path = parsed.GetRequiredValue(_path),
        NoBuild = parsed.GetValue(_noBuild),
        Offline = parsed.GetValue(_offline),
        ReferenceFolders = [.. parsed.GetRequiredValue(_refs)],
        Format = Enum.Parse<ReportFormat>(parsed.GetRequiredValue(_format), ignoreCase: true),
        Severity = Enum.Parse<DiagnosticSeverity>(parsed.GetRequiredValue(_severity), ignoreCase: true),
        Rules = [.. parsed.GetRequiredValue(_rules).SelectMany(r => r.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
        Exclude = [.. parsed.GetRequiredValue(_exclude)],
        Output = parsed.GetValue(_output),
    };
}
