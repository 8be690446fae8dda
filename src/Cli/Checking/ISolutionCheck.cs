using DistPatterns.Cli.Loading;

namespace DistPatterns.Cli.Checking;

/// <summary>Judges loaded projects.</summary>
internal interface ISolutionCheck
{
    Task<CheckResult> Check(IReadOnlyList<LoadedProject> projects, IProgress<Step> progress, CancellationToken cancel);
}
