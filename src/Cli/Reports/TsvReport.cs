namespace DistPatterns.Cli.Reports;

/// <summary>One line a finding, for scripts and spreadsheets.</summary>
internal sealed class TsvReport : IReportFormat
{
    public void Write(CheckReport report, TextWriter output)
    {
        output.Write("rule\tseverity\tfile\tline\tcolumn\tmessage\tchain\n");
        foreach (var f in report.Findings)
            output.Write($"{f.Rule}\t{SeverityName.Of(f.Severity)}\t{Cell(ReportPath.From(report.Root, f.File))}\t{f.Line}\t{f.Column}\t"
                + $"{Cell(f.Message)}\t{Cell(string.Join(" → ", f.Chain))}\n");
    }

    private static string Cell(string text) => text.Replace('\t', ' ').ReplaceLineEndings(" ");
}
