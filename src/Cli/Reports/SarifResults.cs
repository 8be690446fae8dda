using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DistPatterns.Cli.Baselines;
using DistPatterns.Cli.Checking;
using static DistPatterns.Cli.Reports.SarifParts;

namespace DistPatterns.Cli.Reports;

/// <summary>The results of a SARIF run: what is told, and beside a baseline also what it knows and what is fixed, each with its state.</summary>
/// <param name="indexes">The place of each rule among the tool's.</param>
internal sealed class SarifResults(CheckReport report, IReadOnlyDictionary<string, int> indexes)
{
    public JsonArray All()
    {
        var state = report.Baseline is null ? null : "new";
        var results = report.Findings.Select(f => Result(f, state));
        if (report.Baseline is { } baseline)
            results = results.Concat(baseline.Known.Select(f => Result(f, "unchanged"))).Concat(baseline.Fixed.Select(e => Fixed(e, baseline)));
        return new([.. results, .. report.Suppressed.Select(f => Result(f, baselineState: null))]);
    }

    private JsonNode Result(Finding finding, string? baselineState)
    {
        var json = new JsonObject
        {
            ["ruleId"] = finding.Rule,
            ["level"] = Level(finding.Severity),
            ["message"] = Text(finding.Chain.IsEmpty ? finding.Message : $"{finding.Message} ({string.Join(" → ", finding.Chain)})"),
            ["locations"] = new JsonArray(Location(report, finding.File,
                new() { ["startLine"] = finding.Line, ["startColumn"] = finding.Column, ["endLine"] = finding.EndLine, ["endColumn"] = finding.EndColumn })),
            ["partialFingerprints"] = Fingerprint(finding.Rule, finding.Identity),
        };
        if (!finding.Also.IsEmpty)
            json["relatedLocations"] = new JsonArray([.. finding.Also.Select(Related)]);
        if (finding.Chain.Length > 1 && finding.Steps.Length >= finding.Chain.Length - 1)
            json["codeFlows"] = new JsonArray(CodeFlow(finding));
        if (finding.Suppression is { } suppression)
            json["suppressions"] = new JsonArray(InSource(suppression));
        return Finished(json, finding.Rule, baselineState);
    }

    private JsonNode Related(RelatedPlace place)
    {
        var location = Location(report, place.File, new() { ["startLine"] = place.Line, ["startColumn"] = place.Column });
        if (place.Role.Length > 0)
            location["message"] = Text(place.Role);
        return location;
    }

    /// <summary>The calls of the chain; the first name is the member that they begin in.</summary>
    private JsonNode CodeFlow(Finding finding)
    {
        var steps = finding.Chain.Skip(1).Zip(finding.Steps, (name, place) =>
        {
            var location = Location(report, place.File, new() { ["startLine"] = place.Line, ["startColumn"] = place.Column });
            location["message"] = Text(name);
            return (JsonNode)new JsonObject { ["location"] = location };
        });
        return new JsonObject { ["threadFlows"] = new JsonArray(new JsonObject { ["locations"] = new JsonArray([.. steps]) }) };
    }

    private static JsonNode InSource(Suppression suppression)
    {
        var json = new JsonObject { ["kind"] = "inSource" };
        if (suppression.Justification is { Length: > 0 } justification)
            json["justification"] = justification;
        return json;
    }

    private JsonNode Fixed(BaselineEntry entry, BaselineReport baseline) => Finished(new()
    {
        ["ruleId"] = entry.Rule,
        ["message"] = Text($"fixed: {entry.Text}"),
        ["locations"] = new JsonArray(Location(report, Path.Combine(Path.GetDirectoryName(baseline.File)!, entry.File), region: null)),
        ["partialFingerprints"] = Fingerprint(entry.Rule, new(entry.Symbol, entry.Text)),
    }, entry.Rule, "absent");

    private JsonNode Finished(JsonObject json, string rule, string? baselineState)
    {
        if (baselineState is not null)
            json["baselineState"] = baselineState;
        if (indexes.TryGetValue(rule, out var index))
            json["ruleIndex"] = index;
        return json;
    }

    /// <summary>Without the line, so that other tools recognise a result as our baseline does.</summary>
    private static JsonObject Fingerprint(string rule, CodeIdentity identity) =>
        new() { ["distpatterns/v1"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{rule}\n{identity.Symbol}\n{identity.Text}"))) };
}
