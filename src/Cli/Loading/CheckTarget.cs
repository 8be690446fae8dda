using System.Collections.Immutable;

namespace DistPatterns.Cli.Loading;

/// <summary>What PATH stands for: the projects to check and the folder that findings are named from.</summary>
/// <param name="Solution">The solution file, or null when the projects are those of several, or were found without one.</param>
/// <param name="Root">Full path of the folder that PATH is or lies in.</param>
/// <param name="Projects">Full paths of the C# projects, sorted.</param>
/// <param name="LeftOut">Projects beside them.</param>
internal sealed record CheckTarget(string? Solution, string Root, ImmutableArray<string> Projects, ImmutableArray<LeftOutProject> LeftOut)
{
    /// <summary>How PATH was understood, where a reader might think otherwise.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];
}

/// <summary>A project that is none of the check's business, and why.</summary>
/// <param name="Path">Full path of the project file.</param>
internal sealed record LeftOutProject(string Path, string Reason);
