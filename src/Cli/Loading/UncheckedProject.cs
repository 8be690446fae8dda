using System.Collections.Immutable;

namespace DistPatterns.Cli.Loading;

/// <summary>A project that could not be analysed, and why.</summary>
internal sealed record UncheckedProject(string Name, string Path, ImmutableArray<string> Problems);
