namespace DistPatterns.Partitioning;

/// <summary>The regions where data of a jurisdiction may be.</summary>
/// <param name="Jurisdiction">The same word as in <see cref="DataResidencyAttribute"/>: <c>EU</c>.</param>
/// <param name="Regions">Names of regions, at least one.</param>
public sealed record ResidencyRule(string Jurisdiction, params IReadOnlyList<string> Regions);
