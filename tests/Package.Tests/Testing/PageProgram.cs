using System.Text.RegularExpressions;

namespace DistPatterns.Package.Tests.Testing;

/// <summary>A program of a page in docs/runtime: which packages it takes, its code, and what it prints.</summary>
internal sealed partial record PageProgram(string Page, string Name, IReadOnlyList<string> Packages, string Code, string Prints)
{
    public static IReadOnlyList<PageProgram> All { get; } = [.. Directory.GetFiles(Path.Combine(PackedRuntime.Repository, "docs/runtime"), "*.md").Order(StringComparer.Ordinal).SelectMany(ProgramsOf)];

    private static IEnumerable<PageProgram> ProgramsOf(string page) => Program().Matches(File.ReadAllText(page).ReplaceLineEndings("\n")).Select(m => new PageProgram(
        Path.GetFileName(page), m.Groups["name"].Value, [.. m.Groups["package"].Captures.Select(c => c.Value)], m.Groups["code"].Value, m.Groups["prints"].Value));

    [GeneratedRegex(@"```console\ndotnet new console -o (?<name>\w+)\ncd \k<name>\n(?:dotnet add package (?<package>[\w.]+)\n)+```\n\n```csharp\n(?<code>.*?)```\n.*?```text\n(?<prints>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Program();
}
