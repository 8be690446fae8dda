using System.Collections.Immutable;
using DistPatterns.Cli.Loading.Packages;
using Microsoft.CodeAnalysis.CSharp;
using NuGet.Frameworks;
using NuGet.Versioning;

namespace DistPatterns.Cli.Loading.Sources;

/// <summary>What a project file says, imports and conditions worked out, nothing restored or built.</summary>
internal sealed record ProjectFile
{
    /// <summary>Full path of the csproj.</summary>
    public required string Path { get; init; }

    public required string AssemblyName { get; init; }

    public required NuGetFramework Framework { get; init; }

    public required CSharpParseOptions ParseOptions { get; init; }

    public required CSharpCompilationOptions CompilationOptions { get; init; }

    /// <summary>Full paths of the sources, linked ones included.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>What the build would generate from properties and items: global usings, friend assemblies, clients of gRPC.</summary>
    public required ImmutableArray<GeneratedFile> GeneratedFiles { get; init; }

    /// <summary>Library models and application settings, which rules read beside the code.</summary>
    public required ImmutableArray<string> AdditionalFiles { get; init; }

    /// <summary>Analyzer configs that the project names itself, beyond those found beside the sources.</summary>
    public required ImmutableArray<string> AnalyzerConfigs { get; init; }

    /// <summary>Properties that rules may ask for, as CompilerVisibleProperty would pass them.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> VisibleProperties { get; init; }

    /// <summary>Full paths of the projects whose assemblies this one compiles against.</summary>
    public required ImmutableArray<string> ProjectReferences { get; init; }

    public required ImmutableArray<PackageRequest> Packages { get; init; }

    /// <summary>Central versions by package, which hold for transitive packages too.</summary>
    public required IReadOnlyDictionary<string, VersionRange> CentralVersions { get; init; }

    /// <summary>Whether it asks for the framework of ASP.NET Core, by name or by its SDK.</summary>
    public required bool UsesAspNetCore { get; init; }

    /// <summary>Full paths of assemblies referenced as files.</summary>
    public required ImmutableArray<string> AssemblyFiles { get; init; }

    /// <summary>What could not be worked out.</summary>
    public required ImmutableArray<string> Problems { get; init; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;
}
