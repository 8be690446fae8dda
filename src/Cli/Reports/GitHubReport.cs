using DistPatterns.Cli.Checking;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Reports;

/// <summary>Workflow commands, which GitHub Actions shows as annotations on the lines of a pull request.</summary>
internal sealed class GitHubReport : IReportFormat
{
    public void Write(CheckReport report, TextWriter output)
    {
        foreach (var finding in report.Findings)
            output.Write(Command(finding, report));
        if (report.Baseline is { } baseline)
        {
            var lines = BaselineText.Lines(baseline, path => ReportPath.From(report.RepositoryRoot, path));
            output.Write($"::notice title=Baseline::{Data(string.Join('\n', lines))}\n");
        }

        foreach (var (library, calls) in report.Binding.ByLibrary)
            output.Write($"::notice title=Not judged::{Data(BindingText.Sentence(library, calls))} could not be judged: the code does not bind\n");
        foreach (var call in report.Verbose ? report.Binding.Unjudged : [])
        {
            var place = $"file={Property(ReportPath.From(report.RepositoryRoot, call.File))},line={call.Line},col={call.Column}";
            output.Write($"::notice {place},title=Not judged::{Data($"{call.Name} does not bind, presumably a call to {call.Library}")}\n");
        }

        foreach (var remark in report.Remarks)
            output.Write($"::notice title=distpatterns::{Data(remark)}\n");
        foreach (var project in report.Projects)
            foreach (var problem in project.Problems)
            {
                var command = !project.IsGap ? "notice" : report.AllowIncomplete ? "warning" : "error";
                output.Write($"::{command} title={Title(project.State)}::{Data($"{project.Name}: {problem}")}\n");
            }
    }

    private static string Title(ProjectState state) => state switch
    {
        ProjectState.Checked => "Checked with reservations",
        ProjectState.Partly => "Checked in part",
        ProjectState.Failed => "Not checked",
        _ => "Left out",
    };

    private static string Command(Finding finding, CheckReport report)
    {
        var command = finding.Severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", _ => "notice" };
        var file = Property(ReportPath.From(report.RepositoryRoot, finding.File));
        // GitHub takes columns only where a finding is on one line; its end column is the last one inside
        var end = finding.EndLine == finding.Line ? $",endColumn={Math.Max(finding.Column, finding.EndColumn - 1)}" : "";
        var text = finding.Message;
        if (!finding.Chain.IsEmpty)
            text += "\n" + string.Join(" → ", finding.Chain);
        if (finding.Help.Length > 0)
            text += "\n" + finding.Help;
        var place = $"file={file},line={finding.Line},endLine={finding.EndLine},col={finding.Column}{end}";
        return $"::{command} {place},title={Property(finding.Rule)}::{Data(text)}\n";
    }

    // the two escapings of actions/toolkit, command.ts
    private static string Data(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string Property(string text) => Data(text).Replace(":", "%3A").Replace(",", "%2C");
}
