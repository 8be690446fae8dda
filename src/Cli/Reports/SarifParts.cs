using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Reports;

/// <summary>The objects that a SARIF log is made of.</summary>
internal static class SarifParts
{
    public const string RootName = "SRCROOT";

    public static JsonObject Text(string text) => new() { ["text"] = text };

    /// <param name="file">Full path.</param>
    /// <param name="region">Where in the file; null for the file as a whole.</param>
    public static JsonNode Location(CheckReport report, string file, JsonObject? region)
    {
        var place = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = EscapedPath(ReportPath.From(report.RepositoryRoot, file)),
            ["uriBaseId"] = RootName } };
        if (region is not null)
            place["region"] = region;
        return new JsonObject { ["physicalLocation"] = place };
    }

    public static string Level(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "note",
    };

    private static string EscapedPath(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
