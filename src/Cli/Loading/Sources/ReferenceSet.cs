using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using DistPatterns.Cli.Loading.Packages;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Loading.Sources;

/// <summary>Chooses one assembly of each name for a project, and opens each file once for all projects.</summary>
internal sealed class ReferenceSet(FrameworkPacks framework, ImmutableArray<string> folders)
{
    private readonly ConcurrentDictionary<string, PortableExecutableReference> _opened = new();
    private readonly ConcurrentDictionary<string, AssemblyName?> _names = new();
    private readonly Lazy<ImmutableArray<string>> _extra = new(() =>
        [.. folders.SelectMany(f => Directory.EnumerateFiles(f, "*.dll", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)]);

    /// <param name="own">What the project's own packages and file references bring; it wins over the folders given.</param>
    /// <param name="projects">Names of assemblies that are compiled from source; a file of that name would be a second copy.</param>
    /// <param name="hosts">Whether what is there for every project may host services.</param>
    public IEnumerable<MetadataReference> Choose(IEnumerable<string> own, IReadOnlySet<string> projects, bool hosts)
    {
        var chosen = new Dictionary<string, (string Path, Version Version)>(StringComparer.OrdinalIgnoreCase);
        Take(own, replaceOlder: false);
        Take(_extra.Value.Where(IsFor), replaceOlder: false);
        Take(framework.Assemblies.Where(IsFor), replaceOlder: true); // the framework's assembly serves unless a package brings a newer one
        return chosen.Values.Select(c => _opened.GetOrAdd(c.Path, p => MetadataReference.CreateFromFile(p)));

        bool IsFor(string path) => hosts || !Startup.Hosts(Path.GetFileNameWithoutExtension(path));

        void Take(IEnumerable<string> paths, bool replaceOlder)
        {
            foreach (var path in paths)
            {
                if (_names.GetOrAdd(path, Read) is not { Name: { } name } identity || projects.Contains(name))
                    continue;
                var version = identity.Version ?? new();
                if (!chosen.TryGetValue(name, out var present) || (replaceOlder && version >= present.Version))
                    chosen[name] = (path, version);
            }
        }
    }

    /// <summary>Whether an assembly of this name is there for every project.</summary>
    public bool Has(string assembly) =>
        framework.Assemblies.Concat(_extra.Value).Any(p => Path.GetFileNameWithoutExtension(p).Equals(assembly, StringComparison.OrdinalIgnoreCase));

    private static AssemblyName? Read(string path)
    {
        try
        {
            return AssemblyName.GetAssemblyName(path);
        }
        catch (Exception e) when (e is BadImageFormatException or IOException)
        {
            return null; // native code
        }
    }
}
