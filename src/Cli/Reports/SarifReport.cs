using System.Text.Json;
using System.Text.Json.Nodes;
using DistPatterns.Cli.Checking;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Reports;

/// <summary>SARIF 2.1.0, for code hosts and editors. Files are named from the repository's root, as GitHub's code scanning expects.</summary>
internal sealed class SarifReport : IReportFormat
{
    private const string RootName = "SRCROOT";

    public void Write(CheckReport report, TextWriter output)
    {
        var rules = report.Rules.OrderBy(r => r.Id, StringComparer.Ordinal).ToList();
        var indexes = rules.Select((r, i) => (r.Id, i)).ToDictionary(r => r.Id, r => r.i);
        var document = new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "distpatterns",
                        ["semanticVersion"] = report.Version,
                        ["informationUri"] = Links.Home,
                        ["rules"] = new JsonArray([.. rules.Select(Rule)]),
                    },
                },
                ["columnKind"] = "utf16CodeUnits",
                ["originalUriBaseIds"] = new JsonObject { [RootName] = new JsonObject { ["uri"] = new Uri(Path.TrimEndingDirectorySeparator(report.RepositoryRoot) + "/").AbsoluteUri } },
                ["invocations"] = new JsonArray(new JsonObject
                {
                    ["executionSuccessful"] = report.Projects.Any(p => p.Checked),
                    ["toolExecutionNotifications"] = new JsonArray([.. report.Projects.SelectMany(p => p.Problems.Select(problem => Notification(p, problem)))]),
                }),
                ["results"] = new JsonArray([.. report.Findings.Select(f => Result(f, report, indexes))]),
            }),
        };
        output.Write(document.ToJsonString(JsonReport.Style));
        output.Write('\n');
    }

    private static JsonNode Rule(DiagnosticDescriptor rule)
    {
        var json = new JsonObject
        {
            ["id"] = rule.Id,
            ["shortDescription"] = Text(rule.Title.ToString()),
            ["defaultConfiguration"] = new JsonObject { ["level"] = Level(rule.DefaultSeverity), ["enabled"] = rule.IsEnabledByDefault },
            ["properties"] = new JsonObject { ["category"] = rule.Category },
        };
        if (rule.Description.ToString() is { Length: > 0 } description)
            json["fullDescription"] = Text(description);
        if (rule.HelpLinkUri.Length > 0)
            json["helpUri"] = rule.HelpLinkUri;
        return json;
    }

    private static JsonNode Result(Finding finding, CheckReport report, Dictionary<string, int> indexes)
    {
        var json = new JsonObject
        {
            ["ruleId"] = finding.Rule,
            ["level"] = Level(finding.Severity),
            ["message"] = Text(finding.Chain.IsEmpty ? finding.Message : $"{finding.Message} ({string.Join(" → ", finding.Chain)})"),
            ["locations"] = new JsonArray(Location(report, finding.File, new JsonObject { ["startLine"] = finding.Line, ["startColumn"] = finding.Column, ["endLine"] = finding.EndLine, ["endColumn"] = finding.EndColumn })),
        };
        if (!finding.Also.IsEmpty)
            json["relatedLocations"] = new JsonArray([.. finding.Also.Select(p => Location(report, p.File, new JsonObject { ["startLine"] = p.Line, ["startColumn"] = p.Column }))]);
        if (indexes.TryGetValue(finding.Rule, out var index))
            json["ruleIndex"] = index;
        return json;
    }

    private static JsonNode Location(CheckReport report, string file, JsonObject region) => new JsonObject
    {
        ["physicalLocation"] = new JsonObject
        {
            ["artifactLocation"] = new JsonObject { ["uri"] = EscapedPath(ReportPath.From(report.RepositoryRoot, file)), ["uriBaseId"] = RootName },
            ["region"] = region,
        },
    };

    private static JsonNode Notification(ProjectReport project, string problem) =>
        new JsonObject { ["level"] = project.Checked ? "warning" : "error", ["message"] = Text($"{project.Name}: {problem}") };

    private static JsonObject Text(string text) => new() { ["text"] = text };

    private static string EscapedPath(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string Level(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "note",
    };
}
