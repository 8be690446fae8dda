using System.Text.Encodings.Web;
using System.Text.Json;
using DistPatterns.Cli.Baselines;

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
                also = f.Also.Select(p => new { role = p.Role, file = ReportPath.From(report.Root, p.File), line = p.Line, column = p.Column }),
                unbound = f.Unbound.Select(p => new { library = p.Role, file = ReportPath.From(report.Root, p.File), line = p.Line, column = p.Column }),
                help = f.Help,
            }),
            baseline = report.Baseline is { } baseline ? Baseline(baseline, report.Root) : null,
            since = report.Since is { } since ? new { revision = since.Revision, mergeBase = since.MergeBase, elsewhere = since.Elsewhere } : null,
            projects = report.Projects.Select(p =>
                new { name = p.Name, path = ReportPath.From(report.Root, p.Path), @checked = p.IsChecked, state = StateName(p.State), problems = p.Problems }),
            remarks = report.Remarks,
            missingPackages = report.MissingPackages.Select(m => new { name = m.Name, version = m.Version, used = m.Used }),
            calls = new
            {
                bound = report.Binding.Bound,
                byName = report.Binding.ByName,
                unknown = report.Binding.Unjudged.Length,
                libraries = report.Binding.ByLibrary.Select(l => new { name = l.Library, unknown = l.Calls }),
                places = report.Verbose ? report.Binding.Unjudged.Select(c =>
                    new { library = c.Library, call = c.Name, file = ReportPath.From(report.Root, c.File), line = c.Line, column = c.Column }) : null,
            },
            incomplete = report.IsIncomplete,
            interrupted = report.Interrupted,
            exitCode = report.ExitCode,
            seconds = Math.Round(report.Elapsed.TotalSeconds, 2),
        };
        output.Write(JsonSerializer.Serialize(document, Style));
        output.Write('\n');
    }

    private static string StateName(ProjectState state) => state switch
    {
        ProjectState.Checked => "checked",
        ProjectState.Partly => "partly",
        ProjectState.Failed => "failed",
        _ => "leftOut",
    };

    private static object Baseline(BaselineReport baseline, string root) => new
    {
        file = ReportPath.From(root, baseline.File),
        known = baseline.Known.Length,
        @fixed = baseline.Fixed.Select(e =>
            new { rule = e.Rule, file = ReportPath.From(root, Path.Combine(Path.GetDirectoryName(baseline.File)!, e.File)), symbol = e.Symbol, text = e.Text }),
        unseen = baseline.Unseen.Length,
        added = baseline.Added,
    };
}
