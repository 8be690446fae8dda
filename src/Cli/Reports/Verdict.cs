using System.Globalization;
using Microsoft.CodeAnalysis;
using static DistPatterns.Cli.Reports.Counting;

namespace DistPatterns.Cli.Reports;

/// <summary>The last line of a report: what was found, in how much of the code, and what was not seen.</summary>
internal static class Verdict
{
    private const int MostNames = 5;

    /// <summary>What was found, where and when.</summary>
    public static string Found(CheckReport report)
    {
        var noun = report.Baseline is null ? "finding" : "new finding";
        var since = report.Since is { } changes
            ? $" in lines changed since {changes.Revision} ({changes.MergeBase[..Math.Min(8, changes.MergeBase.Length)]}), "
                + $"{Number(changes.Elsewhere)} elsewhere,"
            : "";
        var total = report.Projects.Count(p => p.State != ProjectState.LeftOut);
        var done = report.Projects.Count(p => p.IsChecked);
        var projects = done == total ? Count(done, "project") : $"{Number(done)} of {Count(total, "project")}";
        var time = report.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return report.Findings.IsEmpty ? $"No {noun}s{since} in {projects}, {time} s."
            : $"{Count(report.Findings.Length, noun)} ({Severities(report)}){since} in {projects}, {time} s.{Harmless(report)}";
    }

    /// <summary>What was not seen, and what that means for the exit code; empty where all was.</summary>
    public static string Gaps(CheckReport report)
    {
        if (report.Interrupted)
            return $"Interrupted: {Names(report, ProjectState.Failed, "not checked")}effects across projects were not followed. "
                + "What was found until then is above.";
        if (report.ExitCode == ExitCodes.CouldNotRun)
            return "No project could be checked, so the exit code is 2.";
        var gaps = Names(report, ProjectState.Failed, "not checked") + Names(report, ProjectState.Partly, "checked in part");
        return gaps.Length == 0 ? ""
            : report.AllowIncomplete ? $"Incomplete: {gaps}which --allow-incomplete accepts."
            : $"Incomplete: {gaps}so the exit code is 3; --allow-incomplete accepts that.";
    }

    private static string Harmless(CheckReport report) =>
        report.Findings.Any(f => f.Severity >= report.FailOn) ? "" : $" None fails: --fail-on is {SeverityName.Of(report.FailOn)}.";

    private static string Names(CheckReport report, ProjectState state, string what)
    {
        var names = report.Projects.Where(p => p.State == state).Select(p => p.Name).ToList();
        var more = names.Count > MostNames ? $" and {names.Count - MostNames} more" : "";
        return names.Count == 0 ? "" : $"{string.Join(", ", names.Take(MostNames))}{more} {(names.Count == 1 ? "was" : "were")} {what}, ";
    }

    private static string Severities(CheckReport report) =>
        string.Join(", ", report.Findings.GroupBy(f => f.Severity).OrderByDescending(g => g.Key)
            .Select(g => g.Key == DiagnosticSeverity.Info ? $"{Number(g.Count())} info" : Count(g.Count(), SeverityName.Of(g.Key))));
}
