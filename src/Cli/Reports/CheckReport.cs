using System.Collections.Immutable;
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

    /// <summary>Sorted by file, line, column and rule.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>Sorted by path.</summary>
    public required ImmutableArray<ProjectReport> Projects { get; init; }

    public required ImmutableArray<MissingPackage> MissingPackages { get; init; }

    /// <summary>How many calls the rules could see.</summary>
    public required Binding Binding { get; init; }

    /// <summary>The rules that could have spoken, by id.</summary>
    public required ImmutableArray<DiagnosticDescriptor> Rules { get; init; }

    public required TimeSpan Elapsed { get; init; }
}

/// <summary>What became of one project.</summary>
/// <param name="Path">Full path of the project file.</param>
/// <param name="Checked">False when nothing of it was analysed.</param>
/// <param name="Problems">Why it was not checked, or not wholly.</param>
internal sealed record ProjectReport(string Name, string Path, bool Checked, ImmutableArray<string> Problems);
