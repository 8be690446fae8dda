using System.IO.Compression;
using System.Reflection;

namespace DistPatterns.Package.Tests.Testing;

/// <summary>A package, packed from this build into a folder of its own. Projects are made beside it, out of reach of the repository's settings.</summary>
public abstract class PackedProject(string project, string packageId) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distpatterns-package-");

    /// <summary>What the package holds, without NuGet's own parts.</summary>
    public IReadOnlyList<string> Entries { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var (exit, output) = await DotNet.Run(_folder.FullName, "pack", Metadata(project), "--no-build", "-c", Metadata("Configuration"), "-o", _folder.FullName, "--nologo");
        Assert.True(exit == 0, output);
        using var package = ZipFile.OpenRead(_folder.GetFiles("*.nupkg").Single().FullName);
        Entries = [.. package.Entries.Select(e => e.FullName).Where(e => !e.StartsWith("_rels", StringComparison.Ordinal) && !e.StartsWith("package/", StringComparison.Ordinal) && e[0] != '[').Order(StringComparer.Ordinal)];
        // the only source, and a cache of its own: neither a published package nor an older build can stand in for this one
        File.WriteAllText(Path.Combine(_folder.FullName, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{_folder.FullName}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder.FullName, "cache")}" /></config>
            </configuration>
            """);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A new project that references the package.</summary>
    internal UserProject NewProject() => new(_folder.CreateSubdirectory(Path.GetRandomFileName()), packageId);

    internal static string Metadata(string key) =>
        typeof(PackedProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}

/// <summary>The analyzers and fixes.</summary>
public sealed class PackedAnalyzers() : PackedProject("Package", "DistPatterns.Analyzers");

/// <summary>The declarations as sources.</summary>
public sealed class PackedAnnotations() : PackedProject("Annotations", "DistPatterns.Annotations");
