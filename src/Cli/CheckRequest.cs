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

    /// <summary>The least severity that fails.</summary>
    public DiagnosticSeverity FailOn { get; init; } = DiagnosticSeverity.Warning;

    /// <summary>Whether projects that could not be checked are accepted.</summary>
    public bool AllowIncomplete { get; init; }

    /// <summary>Rule ids or beginnings of them; empty means all.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>File of the findings that are known and do not fail.</summary>
    public string? Baseline { get; init; }

    /// <summary>Whether the baseline is to be written: what is found goes in, what is fixed goes out.</summary>
    public bool UpdateBaseline { get; init; }

    /// <summary>A revision of git: only what touches lines changed since is told.</summary>
    public string? Since { get; init; }

    /// <summary>Whether to tell each place that could not be judged.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether to count findings without showing them.</summary>
    public bool SummaryOnly { get; init; }

    /// <summary>File for the report instead of standard output.</summary>
    public string? Output { get; init; }
}
