using System.Collections.Immutable;
using DistPatterns.Cli.Baselines;
using DistPatterns.Cli.Checking;
using DistPatterns.Cli.Loading;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Reports;

/// <summary>All that one run has to say; every format is a view of it.</summary>
internal sealed record CheckReport
{
    public required string Version { get; init; }

    /// <summary>Full path of the folder that json and tsv name files from: the one that PATH is or lies in.</summary>
    public required string Root { get; init; }

    /// <summary>Full path of the folder that a reader names files from: the working directory, if the root lies in it.</summary>
    public required string ReaderRoot { get; init; }

    /// <summary>Full path of the folder that a code host names files from: the repository's.</summary>
    public required string RepositoryRoot { get; init; }

    /// <summary>What is told, sorted by file, line, column and rule.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>What the source itself silences.</summary>
    public ImmutableArray<Finding> Suppressed { get; init; } = [];

    /// <summary>What the baseline knew; null without one.</summary>
    public BaselineReport? Baseline { get; init; }

    /// <summary>Which changes the findings are about; null if about the whole code.</summary>
    public SinceReport? Since { get; init; }

    /// <summary>Sorted by path.</summary>
    public required ImmutableArray<ProjectReport> Projects { get; init; }

    /// <summary>How the request was understood, where a reader might think otherwise.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    public required ImmutableArray<MissingPackage> MissingPackages { get; init; }

    /// <summary>How many calls the rules could see.</summary>
    public required Binding Binding { get; init; }

    /// <summary>Whether each place that could not be judged is told, beside their numbers.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether the findings are counted and not shown.</summary>
    public bool SummaryOnly { get; init; }

    /// <summary>The rules that could have spoken, by id.</summary>
    public required ImmutableArray<DiagnosticDescriptor> Rules { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>The least severity that fails.</summary>
    public DiagnosticSeverity FailOn { get; init; } = DiagnosticSeverity.Warning;

    /// <summary>Whether a check of a part may be green.</summary>
    public bool AllowIncomplete { get; init; }

    /// <summary>Whether the run was ended from outside: then the findings are those of the projects that it had come to.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Whether something that should have been looked at was not.</summary>
    public bool IsIncomplete => Interrupted || Projects.Any(p => p.IsGap);

    public int ExitCode =>
        Interrupted ? ExitCodes.Interrupted
        : !Projects.Any(p => p.IsChecked) ? ExitCodes.CouldNotRun
        : IsIncomplete && !AllowIncomplete ? ExitCodes.Incomplete
        : Findings.Any(f => f.Severity >= FailOn) ? ExitCodes.Findings
        : ExitCodes.Clean;
}

/// <summary>The changes that the findings of a report are about.</summary>
/// <param name="Revision">The revision as the user named it.</param>
/// <param name="MergeBase">The commit at which the work tree and the revision parted.</param>
/// <param name="Elsewhere">How many findings touch no changed line, and so are not told.</param>
internal sealed record SinceReport(string Revision, string MergeBase, int Elsewhere);
