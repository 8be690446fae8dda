using static DistPatterns.Cli.Reports.Counting;
using Spectre.Console;

namespace DistPatterns.Cli.Reports;

/// <summary>The end of the text report: counts by rule and by project, what was not checked and why, and the time it took.</summary>
internal static class SummaryText
{
    public static void Write(IAnsiConsole console, CheckReport report)
    {
        if (!report.Findings.IsEmpty)
        {
            WriteRules(console, report);
            WriteProjects(console, report);
        }

        WriteProblems(console, "Not checked:", report, ProjectState.Failed);
        WriteProblems(console, "Checked in part:", report, ProjectState.Partly);
        WriteProblems(console, "Checked, with reservations:", report, ProjectState.Checked);
        WriteLeftOut(console, report);
        WritePackages(console, report);
        WriteBinding(console, report);
        WriteBaseline(console, report);
        WriteVerdict(console, report);
    }

    private static void WriteRules(IAnsiConsole console, CheckReport report)
    {
        var groups = report.Findings.GroupBy(f => (f.Rule, f.Severity)).OrderByDescending(g => g.Key.Severity).ThenByDescending(g => g.Count())
            .ThenBy(g => g.Key.Rule, StringComparer.Ordinal);
        var titles = report.Rules.ToDictionary(r => r.Id, r => r.Title.ToString());
        Rows.Write(console, ["rule", "severity", "findings", "what"],
            groups.Select(g => new Row([g.Key.Rule, SeverityName.Of(g.Key.Severity), Number(g.Count()), titles.GetValueOrDefault(g.Key.Rule, "")],
                g.Key.Severity)));
    }

    private static void WriteProjects(IAnsiConsole console, CheckReport report)
    {
        var groups = report.Findings.GroupBy(f => f.Project).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal);
        Rows.Write(console, ["project", "findings"], groups.Select(g => new Row([g.Key, Number(g.Count())], null)));
    }

    private static void WriteProblems(IAnsiConsole console, string title, CheckReport report, ProjectState state)
    {
        var alike = report.Projects.Where(p => p.State == state && !p.Problems.IsEmpty).GroupBy(p => string.Join('\n', p.Problems)).ToList();
        if (alike.Count == 0)
            return;
        console.MarkupLineInterpolated($"[yellow]{title}[/]");
        foreach (var projects in alike)
        {
            if (projects.Count() > 1)
                console.MarkupLineInterpolated($"  [bold]{Listing.Of(projects.Select(p => p.Name))}[/]");
            else
                console.MarkupLineInterpolated($"  [bold]{projects.First().Name}[/] ({ReportPath.From(report.ReaderRoot, projects.First().Path)})");
            foreach (var problem in projects.First().Problems)
                console.MarkupLineInterpolated($"    {problem.ReplaceLineEndings(" ")}");
        }

        console.WriteLine();
    }

    private static void WriteLeftOut(IAnsiConsole console, CheckReport report)
    {
        var lines = report.Projects.Where(p => p.State == ProjectState.LeftOut).GroupBy(p => p.Problems[0])
            .Select(g => $"Left out, because {g.Key}: {Listing.Of(g.Select(p => ReportPath.From(report.ReaderRoot, p.Path)))}")
            .Concat(report.Remarks).ToList();
        foreach (var line in lines)
            console.MarkupLineInterpolated($"{line}");
        if (lines.Count > 0)
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
            console.MarkupLineInterpolated($"[yellow]{title}[/]");
            console.MarkupLineInterpolated($"  {Listing.Of(names)}");
            console.WriteLine();
        }
    }

    /// <summary>Said only where something did not bind: then silence is worth less.</summary>
    private static void WriteBinding(IAnsiConsole console, CheckReport report)
    {
        foreach (var line in BindingText.Lines(report, path => ReportPath.From(report.ReaderRoot, path)))
            console.MarkupLineInterpolated($"{line}");
        if (report.Binding.ByName + report.Binding.Unjudged.Length > 0)
            console.WriteLine();
    }

    private static void WriteBaseline(IAnsiConsole console, CheckReport report)
    {
        if (report.Baseline is not { } baseline)
            return;
        foreach (var line in BaselineText.Lines(baseline, file => ReportPath.From(report.ReaderRoot, file)))
            console.MarkupLineInterpolated($"{line}");
        console.WriteLine();
    }

    private static void WriteVerdict(IAnsiConsole console, CheckReport report)
    {
        console.MarkupLineInterpolated($"[bold]{Verdict.Found(report)}[/]");
        if (Verdict.Gaps(report) is { Length: > 0 } gaps)
            console.MarkupLineInterpolated($"[bold yellow]{gaps}[/]");
    }
}
