using System.Collections.Immutable;

namespace DistPatterns.Cli.Loading;

/// <summary>What a loader made of the target: the projects it can hand on, those it cannot, and the packages it did not find.</summary>
internal sealed record LoadedSolution(
    ImmutableArray<LoadedProject> Projects,
    ImmutableArray<UncheckedProject> Unchecked,
    ImmutableArray<MissingPackage> MissingPackages);
