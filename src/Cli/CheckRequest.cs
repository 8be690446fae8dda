using System.Collections.Immutable;
using DistPatterns.Cli.Reports;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli;

/// <summary>What the user asked of <c>check</c>.</summary>
internal sealed record CheckRequest
{
    public required string Path { get; init; }

    public bool NoBuild { get; init; }

    /// <summary>Whether to make do with the packages that are on this machine.</summary>
    public bool Offline { get; init; }

    public ImmutableArray<string> ReferenceFolders { get; init; } = [];

    public ReportFormat Format { get; init; } = ReportFormat.Text;

    /// <summary>The least severity that is shown and counted.</summary>
    public DiagnosticSeverity Severity { get; init; } = DiagnosticSeverity.Info;

    /// <summary>Rule ids or beginnings of them; empty means all.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>File for the report instead of standard output.</summary>
    public string? Output { get; init; }
}
