using System.Collections.Immutable;

namespace DistPatterns.Cli.Loading;

/// <summary>What PATH stands for: the projects to check and the folder that findings are named from.</summary>
/// <param name="Solution">The solution file, or null when the projects were found without one.</param>
/// <param name="Root">Full path of the folder that PATH is or lies in.</param>
/// <param name="Projects">Full paths of the C# projects, sorted.</param>
/// <param name="Unreadable">Projects in other languages, which the C# compiler cannot read.</param>
internal sealed record CheckTarget(string? Solution, string Root, ImmutableArray<string> Projects, ImmutableArray<string> Unreadable);
