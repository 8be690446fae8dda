using System.Collections.Immutable;
using DistPatterns.Cli.Loading;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Checking;

/// <summary>Judges loaded projects.</summary>
internal interface ISolutionCheck
{
    /// <summary>What it can find, sorted by id.</summary>
    ImmutableArray<DiagnosticDescriptor> Rules { get; }

    Task<CheckResult> Check(IReadOnlyList<LoadedProject> projects, IProgress<Step> progress, CancellationToken cancel);
}
