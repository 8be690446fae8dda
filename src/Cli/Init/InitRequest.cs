namespace DistPatterns.Cli.Init;

/// <summary>Where the check is to run for each change.</summary>
internal enum CiServer
{
    GitHub,
    GitLab,
    Azure,
    None,
}

/// <summary>What a user asked of <c>init</c>.</summary>
/// <param name="Path">What is to be checked, as <c>check</c> takes it.</param>
/// <param name="Ci">Null to go by what the repository has.</param>
/// <param name="Yes">Whether to write without asking.</param>
/// <param name="Baseline">Whether to write a baseline of what is found now.</param>
/// <param name="NoBuild">Whether the check, here and in CI, reads the sources without a build.</param>
internal sealed record InitRequest(string Path, CiServer? Ci, bool Yes, bool Baseline, bool NoBuild)
{
    public const string BaselineName = "distpatterns.baseline.json";
}
