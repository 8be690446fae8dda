using System.Collections.Immutable;
using DistPatterns.Cli.Checking;

namespace DistPatterns.Cli.Baselines;

/// <summary>What the baseline knew of the findings of a run, and what became of the file.</summary>
/// <param name="File">Full path of the baseline.</param>
/// <param name="Known">Findings that it has.</param>
/// <param name="New">Findings that it does not have; none once it is written.</param>
/// <param name="Fixed">Entries whose finding is gone.</param>
/// <param name="Unseen">Entries that this run could not have found: of other rules, and in files that it did not check.</param>
/// <param name="Added">How many findings were written into it; null if it was not written.</param>
internal sealed record BaselineReport(string File, ImmutableArray<Finding> Known, ImmutableArray<Finding> New, ImmutableArray<BaselineEntry> Fixed,
    ImmutableArray<BaselineEntry> Unseen, int? Added);
