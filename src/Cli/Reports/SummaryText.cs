using System.Globalization;
using DistPatterns.Cli.Checking;
using Microsoft.CodeAnalysis;
using Spectre.Console;

namespace DistPatterns.Cli.Reports;

/// <summary>The end of the text report: counts by rule and by project, what was not checked and why, and the time it took.</summary>
internal static class SummaryText
{
    private const int MostPackages = 20;

    public static void Write(IAnsiConsole console, CheckReport report)
    {
        if (!report.Findings.IsEmpty)
        {
            WriteRules(console, report);
            WriteProjects(console, report);
        }

        WriteProblems(console, "Not checked:", report, report.Projects.Where(p => !p.Checked));
        WriteProblems(console, "Checked in part:", report, report.Projects.Where(p => p.Checked && !p.Problems.IsEmpty));
        WritePackages(console, report);
        WriteBinding(console, report.Binding);
        WriteVerdict(console, report);
    }

    private static void WriteRules(IAnsiConsole console, CheckReport report)
    {
        var groups = report.Findings.GroupBy(f => (f.Rule, f.Severity)).OrderByDescending(g => g.Key.Severity).ThenByDescending(g => g.Count()).ThenBy(g => g.Key.Rule, StringComparer.Ordinal);
        var titles = report.Rules.ToDictionary(r => r.Id, r => r.Title.ToString());
        Rows.Write(console, ["rule", "severity", "findings", "what"],
            groups.Select(g => new Row([g.Key.Rule, SeverityName.Of(g.Key.Severity), Number(g.Count()), titles.GetValueOrDefault(g.Key.Rule, "")], g.Key.Severity)));
    }

    private static void WriteProjects(IAnsiConsole console, CheckReport report)
    {
        var groups = report.Findings.GroupBy(f => f.Project).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal);
        Rows.Write(console, ["project", "findings"], groups.Select(g => new Row([g.Key, Number(g.Count())], null)));
    }

    private static void WriteProblems(IAnsiConsole console, string title, CheckReport report, IEnumerable<ProjectReport> projects)
    {
        var list = projects.ToList();
        if (list.Count == 0)
            return;
        console.MarkupLineInterpolated($"[yellow]{title}[/]");
        foreach (var project in list)
        {
            console.MarkupLineInterpolated($"  [bold]{project.Name}[/] ({ReportPath.From(report.ReaderRoot, project.Path)})");
            foreach (var problem in project.Problems)
                console.MarkupLineInterpolated($"    {problem.ReplaceLineEndings(" ")}");
        }

        console.WriteLine();
    }

    private static void WritePackages(IAnsiConsole console, CheckReport report)
    {
        var missing = report.MissingPackages.Where(m => m.Used is null).Select(m => $"{m.Name} {m.Version}").ToList();
        var replaced = report.MissingPackages.Where(m => m.Used is not null).Select(m => $"{m.Name} {m.Version} (by {m.Used})").ToList();
        WriteList("Packages not found, code that uses them was read without their types:", missing);
        WriteList("Packages replaced by another version:", replaced);

        void WriteList(string title, List<string> names)
        {
            if (names.Count == 0)
                return;
            var more = names.Count > MostPackages ? $", and {names.Count - MostPackages} more (--format json lists all)" : "";
            console.MarkupLineInterpolated($"[yellow]{title}[/]");
            console.MarkupLineInterpolated($"  {string.Join(", ", names.Take(MostPackages))}{more}");
            console.WriteLine();
        }
    }

    /// <summary>Said only where something did not bind: then silence is worth less.</summary>
    private static void WriteBinding(IAnsiConsole console, Binding binding)
    {
        if (binding.ByName + binding.Unknown == 0)
            return;
        console.MarkupLineInterpolated($"Of the calls that may be to modelled libraries, {Number(binding.Bound)} bound, {Number(binding.ByName)} were read by their names, and {Number(binding.Unknown)} could not be judged.");
        console.WriteLine();
    }

    private static void WriteVerdict(IAnsiConsole console, CheckReport report)
    {
        var done = report.Projects.Count(p => p.Checked);
        var projects = done == report.Projects.Length ? Count(done, "project") : $"{Number(done)} of {Count(report.Projects.Length, "project")}";
        var time = report.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        if (report.Findings.IsEmpty)
            console.MarkupLineInterpolated($"[bold green]No findings[/] in {projects}, {time} s.");
        else
            console.MarkupLineInterpolated($"[bold]{Count(report.Findings.Length, "finding")}[/] ({Severities(report)}) in {projects}, {time} s.");
    }

    private static string Severities(CheckReport report) =>
        string.Join(", ", report.Findings.GroupBy(f => f.Severity).OrderByDescending(g => g.Key)
            .Select(g => g.Key == DiagnosticSeverity.Info ? $"{Number(g.Count())} info" : Count(g.Count(), SeverityName.Of(g.Key))));

    private static string Count(int count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
