using System.Collections.Concurrent;
using System.Collections.Immutable;
using NuGet.Client;
using NuGet.ContentModel;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace DistPatterns.Cli.Loading.Packages;

/// <summary>A package that is on this machine: what it compiles against and what it depends on.</summary>
internal sealed class CachedPackage(string folder, string nuspec)
{
    private readonly NuspecReader _nuspec = new(nuspec);
    private readonly Lazy<string[]> _files = new(() =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))]);
    private readonly ConcurrentDictionary<NuGetFramework, ImmutableArray<string>> _assemblies = new();

    /// <summary>Whether it brings the framework of ASP.NET Core.</summary>
    public bool UsesAspNetCore => _nuspec.GetFrameworkRefGroups().SelectMany(g => g.FrameworkReferences).Any(r => r.Name == FrameworkPacks.AspNetCore);

    public IEnumerable<PackageDependency> Dependencies(NuGetFramework framework)
    {
        var groups = _nuspec.GetDependencyGroups().ToList();
        var nearest = new FrameworkReducer().GetNearest(framework, groups.Select(g => g.TargetFramework))
            ?? new FrameworkReducer().GetNearest(Fallback, groups.Select(g => g.TargetFramework));
        return groups
            .Where(g => g.TargetFramework == nearest)
            .SelectMany(g => g.Packages)
            .Where(p => !p.Exclude.Contains("Compile", StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Full paths of the assemblies that a project of this framework compiles against.</summary>
    public ImmutableArray<string> Assemblies(NuGetFramework framework) => _assemblies.GetOrAdd(framework, Select);

    // .NET takes a .NET Framework assembly where a package has nothing else, as a restore does
    private static NuGetFramework Fallback => FrameworkConstants.CommonFrameworks.Net48;

    private ImmutableArray<string> Select(NuGetFramework framework)
    {
        var items = new ContentItemCollection();
        items.Load(_files.Value);
        // not shared: it remembers the frameworks it has parsed in a plain dictionary, and packages are read side by side
        var conventions = new ManagedCodeConventions(null);
        var group = Best(framework) ?? Best(Fallback);
        return group is null ? [] :
        [
            .. group.Items
                .Select(i => Path.Combine(folder, i.Path))
                .Where(p => p.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)),
        ];

        ContentItemGroup? Best(NuGetFramework target) =>
            items.FindBestItemGroup(
                conventions.Criteria.ForFramework(target),
                conventions.Patterns.CompileRefAssemblies,
                conventions.Patterns.CompileLibAssemblies);
    }
}
