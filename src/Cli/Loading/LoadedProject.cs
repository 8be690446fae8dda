using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Cli.Loading;

/// <summary>One project, ready to be analysed with the severities and options that its build would see.</summary>
/// <param name="Name">The project file's name without its extension.</param>
/// <param name="Path">Full path of the project file.</param>
/// <param name="Problems">What may make the findings of this project incomplete.</param>
internal sealed record LoadedProject(string Name, string Path, Compilation Compilation, AnalyzerOptions Options, ImmutableArray<string> Problems);
