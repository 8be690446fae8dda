using System.Text.Json.Nodes;
using static DistPatterns.Cli.Reports.SarifParts;

namespace DistPatterns.Cli.Reports;

/// <summary>How the run went, as SARIF tells it: a notification of level "error" is the standard's word for results that are incomplete.</summary>
internal static class SarifInvocation
{
    public static JsonNode Of(CheckReport report)
    {
        var json = new JsonObject
        {
            ["executionSuccessful"] = report.ExitCode is ExitCodes.Clean or ExitCodes.Findings,
            ["exitCode"] = report.ExitCode,
            ["toolExecutionNotifications"] = new JsonArray([.. Projects(report), .. report.Remarks.Select(r => Notification("note", r)),
                .. Binding(report), .. Gaps(report)]),
        };
        if (report.Interrupted)
            json["exitSignalName"] = "SIGINT";
        return json;
    }

    private static IEnumerable<JsonNode> Projects(CheckReport report) =>
        from project in report.Projects
        from problem in project.Problems
        select Notification(project.IsGap ? LevelOfGaps(report) : "note", $"{project.Name}: {problem}", Location(report, project.Path, region: null));

    private static IEnumerable<JsonNode> Binding(CheckReport report) =>
        report.Binding.ByLibrary.Select(l => Notification("warning", $"{BindingText.Sentence(l.Library, l.Calls)} could not be judged: the code does not bind"))
            .Concat((report.Verbose ? report.Binding.Unjudged : []).Select(c =>
                Notification("note", $"{c.Name} does not bind, presumably a call to {c.Library}",
                    Location(report, c.File, new() { ["startLine"] = c.Line, ["startColumn"] = c.Column }))));

    private static IEnumerable<JsonNode> Gaps(CheckReport report) => Verdict.Gaps(report) is { Length: > 0 } text
        ? [Notification(LevelOfGaps(report), text)] : [];

    private static string LevelOfGaps(CheckReport report) => report.AllowIncomplete ? "warning" : "error";

    private static JsonNode Notification(string level, string text, JsonNode? location = null)
    {
        var json = new JsonObject { ["level"] = level, ["message"] = Text(text) };
        if (location is not null)
            json["locations"] = new JsonArray(location);
        return json;
    }
}
