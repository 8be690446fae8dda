using DistPatterns.Cli.Loading.Packages;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Loading.Sources;

/// <summary>
/// Whether a project may host services or serve requests. Without a restore the framework's assemblies are there for every project, and by
/// those that host a rule tells a service from a tool (<see cref="Startup.IsTool"/>). So a console program gets them only where something
/// speaks of them: itself, a project that it references, or a package.
/// </summary>
internal static class HostingUse
{
    private static readonly string[] Namespaces = ["Microsoft.AspNetCore", "Microsoft.Extensions.Hosting"];

    /// <param name="project">The project.</param>
    /// <param name="seen">The projects that it references, directly or through others.</param>
    /// <param name="asked">The packages that it and they ask for, whether they are here or not.</param>
    /// <param name="packages">The packages that are here, theirs included.</param>
    public static bool IsPossible(ProjectFile project, IEnumerable<ProjectFile> seen, IEnumerable<PackageRequest> asked, IEnumerable<CachedPackage> packages) =>
        project.CompilationOptions.OutputKind != OutputKind.ConsoleApplication
        || project.UsesAspNetCore || seen.Any(p => p.UsesAspNetCore)
        || asked.Any(p => Brings(p.Name)) || packages.Any(p => p.UsesAspNetCore || p.Dependencies(project.Framework).Any(d => Brings(d.Id)))
        || project.GeneratedFiles.Any(f => Speaks(f.Text)) || project.Sources.Any(s => File.ReadLines(s).Any(Speaks));

    /// <summary>Also a package that is not here, and whose name alone says it: Serilog.AspNetCore.</summary>
    private static bool Brings(string package) => Startup.Hosts(package) || package.Contains("AspNetCore", StringComparison.Ordinal);

    private static bool Speaks(string text) => Namespaces.Any(n => text.Contains(n, StringComparison.Ordinal));
}
