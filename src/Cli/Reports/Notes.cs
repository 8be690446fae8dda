namespace DistPatterns.Cli.Reports;

/// <summary>What a report says beside its findings, a line each: for a format that has no place for it.</summary>
internal static class Notes
{
    public static IEnumerable<string> Of(CheckReport report)
    {
        string PathOf(string path) => ReportPath.From(report.ReaderRoot, path);

        return report.Remarks
            .Concat(report.Projects.Where(p => p.State != ProjectState.LeftOut).SelectMany(p => p.Problems.Select(problem => $"{p.Name}: {problem}")))
            .Concat(BindingText.Lines(report, PathOf))
            .Concat(report.Baseline is { } baseline ? BaselineText.Lines(baseline, PathOf) : []);
    }
}
