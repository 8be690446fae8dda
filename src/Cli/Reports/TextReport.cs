using DistPatterns.Cli.Checking;
using Microsoft.CodeAnalysis;
using Spectre.Console;

namespace DistPatterns.Cli.Reports;

/// <summary>For people: findings by file with the code they are about, then what was checked and what was not.</summary>
internal sealed class TextReport(bool colours) : IReportFormat
{
    public void Write(CheckReport report, TextWriter output)
    {
        var console = Terminal.Create(output, colours);
        foreach (var file in report.SummaryOnly ? [] : report.Findings.GroupBy(f => f.File))
        {
            var name = ReportPath.From(report.ReaderRoot, file.Key);
            console.MarkupLineInterpolated($"[bold underline]{name}[/]");
            console.WriteLine();
            foreach (var finding in file)
                FindingText.Write(console, finding, path => ReportPath.From(report.ReaderRoot, path));
        }

        SummaryText.Write(console, report);
    }

    internal static Style StyleOf(DiagnosticSeverity severity) => new(severity switch
    {
        DiagnosticSeverity.Error => Color.Red,
        DiagnosticSeverity.Warning => Color.Yellow,
        _ => Color.Blue,
    });
}
