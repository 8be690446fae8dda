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
        foreach (var project in report.Projects)
            foreach (var problem in project.Problems)
                output.Write($"::warning title={(project.Checked ? "Not checked wholly" : "Not checked")}::{Data($"{project.Name}: {problem}")}\n");
    }

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
        return $"::{command} file={file},line={finding.Line},endLine={finding.EndLine},col={finding.Column}{end},title={Property(finding.Rule)}::{Data(text)}\n";
    }

    // the two escapings of actions/toolkit, command.ts
    private static string Data(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string Property(string text) => Data(text).Replace(":", "%3A").Replace(",", "%2C");
}
