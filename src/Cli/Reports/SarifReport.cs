using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using static DistPatterns.Cli.Reports.SarifParts;

namespace DistPatterns.Cli.Reports;

/// <summary>SARIF 2.1.0, for code hosts and editors. Files are named from the repository's root, as GitHub's code scanning expects.</summary>
internal sealed class SarifReport : IReportFormat
{
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
                ["originalUriBaseIds"] = new JsonObject
                {
                    [RootName] = new JsonObject { ["uri"] = new Uri(Path.TrimEndingDirectorySeparator(report.RepositoryRoot) + "/").AbsoluteUri },
                },
                ["invocations"] = new JsonArray(SarifInvocation.Of(report)),
                ["results"] = new SarifResults(report, indexes).All(),
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
}
