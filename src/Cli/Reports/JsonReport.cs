using System.Text.Encodings.Web;
using System.Text.Json;

namespace DistPatterns.Cli.Reports;

/// <summary>The whole report for programs; docs/cli.md describes it.</summary>
internal sealed class JsonReport : IReportFormat
{
    internal static readonly JsonSerializerOptions Style = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file, not a web page: arrows and quotes stay legible
    };

    public void Write(CheckReport report, TextWriter output)
    {
        var document = new
        {
            version = report.Version,
            findings = report.Findings.Select(f => new
            {
                rule = f.Rule,
                severity = SeverityName.Of(f.Severity),
                project = f.Project,
                file = ReportPath.From(report.Root, f.File),
                line = f.Line,
                column = f.Column,
                endLine = f.EndLine,
                endColumn = f.EndColumn,
                message = f.Message,
                chain = f.Chain,
                also = f.Also.Select(p => new { file = ReportPath.From(report.Root, p.File), line = p.Line, column = p.Column }),
                help = f.Help,
            }),
            projects = report.Projects.Select(p => new { name = p.Name, path = ReportPath.From(report.Root, p.Path), @checked = p.Checked, problems = p.Problems }),
            missingPackages = report.MissingPackages.Select(m => new { name = m.Name, version = m.Version, used = m.Used }),
            calls = new { bound = report.Binding.Bound, byName = report.Binding.ByName, unknown = report.Binding.Unknown },
            seconds = Math.Round(report.Elapsed.TotalSeconds, 2),
        };
        output.Write(JsonSerializer.Serialize(document, Style));
        output.Write('\n');
    }
}
