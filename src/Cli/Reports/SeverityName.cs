using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Reports;

/// <summary>The words for severities, the same on the command line and in every format.</summary>
internal static class SeverityName
{
    public static string Of(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "info",
    };
}
