namespace DistPatterns.Cli;

/// <summary>What a script learns from a run.</summary>
internal static class ExitCode
{
    public const int Clean = 0;
    public const int Findings = 1;
    public const int CouldNotRun = 2;
}
