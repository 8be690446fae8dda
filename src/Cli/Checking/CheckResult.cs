using System.Collections.Immutable;

namespace DistPatterns.Cli.Checking;

/// <summary>What the rules said, and which of them broke down: after a crash a project is checked in part only.</summary>
/// <param name="Unreached">Full paths of the projects that an interrupted run did not come to.</param>
/// <param name="Interrupted">Whether the run was ended before it had followed the effects through the solution.</param>
internal sealed record CheckResult(ImmutableArray<Finding> Findings, ImmutableArray<Crash> Crashes, ImmutableArray<string> Unreached,
    bool Interrupted, Binding Binding)
{
    /// <summary>Why a project of an interrupted run was not checked.</summary>
    public const string NotReached = "the run was interrupted before it came to this project";

    /// <summary>That of a run which was interrupted before it had loaded its projects.</summary>
    public static CheckResult Nothing { get; } = new([], [], [], Interrupted: true, Binding.Nothing);
}

/// <summary>An analyzer that threw.</summary>
internal sealed record Crash(string Project, string Analyzer, string Error);
