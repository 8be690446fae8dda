namespace DistPatterns.Cli;

/// <summary>What a script learns from a run; docs/cli.md has the table.</summary>
internal static class ExitCodes
{
    public const int Clean = 0;
    public const int Findings = 1;
    public const int CouldNotRun = 2;
    public const int Incomplete = 3;

    /// <summary>As a shell reports a program that SIGINT has ended.</summary>
    public const int Interrupted = 130;
}
