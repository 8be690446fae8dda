using System.Collections.Concurrent;
using System.Collections.Immutable;
using NuGet.Configuration;
using NuGet.Versioning;

namespace DistPatterns.Cli.Loading.Packages;

/// <summary>The packages on this machine: NuGet's global packages folder.</summary>
internal sealed class PackageCache(string folder)
{
    private readonly ConcurrentDictionary<PackageId, CachedPackage?> _packages = new();

    public static PackageCache OfUser(string root) => new(SettingsUtility.GetGlobalPackagesFolder(Settings.LoadDefaultSettings(root)));

    public CachedPackage? Find(PackageId id)
    {
        if (_packages.TryGetValue(id, out var known) && known is not null)
            return known;
        var home = Path.Combine(folder, id.Key, id.Version.ToNormalizedString().ToLowerInvariant());
        var nuspec = Path.Combine(home, id.Key + ".nuspec");
        return _packages[id] = File.Exists(nuspec) ? new CachedPackage(home, nuspec) : null;
    }

    /// <summary>Every version that is here, ascending.</summary>
    public ImmutableArray<NuGetVersion> Versions(string name)
    {
        var home = Path.Combine(folder, name.ToLowerInvariant());
        return !Directory.Exists(home) ? [] :
        [
            .. Directory.EnumerateDirectories(home)
                .Select(d => NuGetVersion.TryParse(Path.GetFileName(d), out var v) ? v : null)
                .OfType<NuGetVersion>()
                .Order(),
        ];
    }
}
