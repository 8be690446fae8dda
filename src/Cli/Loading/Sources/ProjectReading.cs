using System.Collections.Immutable;
using DistPatterns.Cli.Loading.Packages;
using DistPatterns.Cli.Loading.Protos;
using Microsoft.Build.Execution;
using NuGet.Frameworks;
using NuGet.Versioning;

namespace DistPatterns.Cli.Loading.Sources;

/// <summary>Reads what a compilation needs out of an evaluated project.</summary>
internal static class ProjectReading
{
    // packages whose props say "this is a test project" once they are restored
    private static readonly string[] TestPackages = ["Microsoft.NET.Test.Sdk", "xunit.v3", "MSTest", "TUnit"];

    public static ProjectFile Read(EvaluatedProject evaluated)
    {
        var project = evaluated.Project;
        var path = project.FullPath;
        var packages = Packages(project);
        var protos = ProtoStubs.Of(project);
        return new()
        {
            Path = path,
            AssemblyName = project.GetPropertyValue("AssemblyName") is { Length: > 0 } name ? name : Path.GetFileNameWithoutExtension(path),
            Framework = Framework(project),
            ParseOptions = CompilerSettings.Parsing(project),
            CompilationOptions = CompilerSettings.Compiling(project),
            Sources = [.. Files(project, "Compile").Where(f => f.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))],
            GeneratedFiles = [new(Path.GetFileNameWithoutExtension(path) + ".GlobalUsings.g.cs", GeneratedSource.Of(project)), .. protos.Files],
            AdditionalFiles = AdditionalFiles(project),
            AnalyzerConfigs = [.. Files(project, "EditorConfigFiles"), .. Files(project, "GlobalAnalyzerConfigFiles")],
            VisibleProperties = VisibleProperties(project, packages),
            ProjectReferences = ProjectReferences(project),
            Packages = packages,
            CentralVersions = CentralVersions(project),
            UsesAspNetCore = UsesAspNetCore(project),
            AssemblyFiles = AssemblyFiles(project),
            Problems = [.. evaluated.Problems, .. protos.Problems],
        };
    }

    private static bool UsesAspNetCore(ProjectInstance project) =>
        project.GetPropertyValue("UsingMicrosoftNETSdkWeb") == "true"
        || project.GetItems("FrameworkReference").Any(r => r.EvaluatedInclude == FrameworkPacks.AspNetCore);

    private static NuGetFramework Framework(ProjectInstance project) =>
        project.GetPropertyValue("TargetFramework") is { Length: > 0 } framework
            ? NuGetFramework.Parse(framework)
            : new(FrameworkConstants.FrameworkIdentifiers.Net, Version.Parse(project.GetPropertyValue("TargetFrameworkVersion").TrimStart('v')));

    private static ImmutableArray<string> Files(ProjectInstance project, string item) =>
        [.. project.GetItems(item).Select(i => i.GetMetadataValue("FullPath")).Where(File.Exists).Distinct().Order(StringComparer.Ordinal)];

    private static ImmutableArray<string> AdditionalFiles(ProjectInstance project) =>
        [.. Files(project, "AdditionalFiles").Concat(new[] { "None", "Content" }.SelectMany(i => Files(project, i)).Where(IsReadByRules)).Distinct()];

    private static bool IsReadByRules(string path) =>
        path.EndsWith(".distpatterns.model", StringComparison.OrdinalIgnoreCase)
        || (Path.GetFileName(path).StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase));

    private static ImmutableArray<KeyValuePair<string, string>> VisibleProperties(ProjectInstance project, ImmutableArray<PackageRequest> packages)
    {
        var isTest = project.GetPropertyValue("IsTestProject") is { Length: > 0 } said ? said
            : packages.Any(p => TestPackages.Contains(p.Name, StringComparer.OrdinalIgnoreCase)) ? "true" : "";
        return
        [
            new("IsTestProject", isTest),
            .. new[] { "OutputType", "UsingMicrosoftNETSdkWeb", "TargetFramework" }.Select(p => KeyValuePair.Create(p, project.GetPropertyValue(p))),
        ];
    }

    private static ImmutableArray<string> ProjectReferences(ProjectInstance project) =>
        [.. project.GetItems("ProjectReference")
            .Where(r => !r.GetMetadataValue("ReferenceOutputAssembly").Equals("false", StringComparison.OrdinalIgnoreCase)
                && !r.GetMetadataValue("OutputItemType").Equals("Analyzer", StringComparison.OrdinalIgnoreCase))
            .Select(r => DiskPath.Of(project.Directory, r.GetMetadataValue("FullPath")))
            .Where(p => p.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) && File.Exists(p))
            .Distinct()];

    private static ImmutableArray<PackageRequest> Packages(ProjectInstance project)
    {
        var central = CentralVersions(project);
        var requests = from item in project.GetItems("PackageReference")
                     let version = item.GetMetadataValue("VersionOverride") is { Length: > 0 } own ? own : item.GetMetadataValue("Version")
                     let range = VersionRange.TryParse(version, out var parsed) ? parsed : central.GetValueOrDefault(item.EvaluatedInclude)
                     where range is not null && !HidesCompileAssets(item)
                     select new PackageRequest(item.EvaluatedInclude, range, !item.GetMetadataValue("PrivateAssets")
                         .Equals("all", StringComparison.OrdinalIgnoreCase));
        return [.. requests.DistinctBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private static bool HidesCompileAssets(ProjectItemInstance package) =>
        (package.GetMetadataValue("IncludeAssets") is { Length: > 0 } included && !Names(included, "all", "compile"))
        || Names(package.GetMetadataValue("ExcludeAssets"), "all", "compile");

    private static bool Names(string assets, params string[] any) =>
        assets.Split(';', StringSplitOptions.TrimEntries).Intersect(any, StringComparer.OrdinalIgnoreCase).Any();

    private static Dictionary<string, VersionRange> CentralVersions(ProjectInstance project)
    {
        var versions = new Dictionary<string, VersionRange>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in project.GetItems("PackageVersion"))
            if (VersionRange.TryParse(item.GetMetadataValue("Version"), out var range))
                versions[item.EvaluatedInclude] = range;
        return versions;
    }

    private static ImmutableArray<string> AssemblyFiles(ProjectInstance project) =>
        [.. project.GetItems("Reference")
            .Select(r => r.GetMetadataValue("HintPath") is { Length: > 0 } hint
                ? Path.GetFullPath(Path.Combine(project.Directory, hint.Replace('\\', '/'))) : r.GetMetadataValue("FullPath"))
            .Where(f => f.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && File.Exists(f))];
}
