using System.Collections.Immutable;
using NuGet.Frameworks;
using NuGet.Versioning;

namespace DistPatterns.Cli.Loading.Packages;

/// <summary>
/// Works out a project's packages as a restore would, from what is on this machine: the version nearest to the project wins,
/// of equally near ones the highest. What is not here is noted, so that it can be fetched and the walk done again.
/// </summary>
internal sealed class PackageGraph(PackageCache cache, FrameworkPacks framework)
{
    private readonly HashSet<PackageId> _wanted = [];
    private readonly Dictionary<PackageId, NuGetVersion?> _refused = [];

    /// <summary>What the walks so far needed and did not find.</summary>
    public IReadOnlyCollection<PackageId> Wanted => _wanted;

    /// <summary>Packages that were asked for and cannot be had, with the version that stands in.</summary>
    public IReadOnlyDictionary<PackageId, NuGetVersion?> Refused => _refused;

    /// <summary>Takes note of a fetch: what could not be had is not asked for again, its nearest version is.</summary>
    public void Settle(IReadOnlyDictionary<PackageId, NuGetVersion?> refused)
    {
        foreach (var (package, nearest) in refused)
            _refused[package] = nearest ?? NearestHere(package);
        _wanted.Clear();
    }

    /// <summary>The packages of a project, by name.</summary>
    public IReadOnlyDictionary<string,
        CachedPackage> Walk(IEnumerable<PackageRequest> requests, IReadOnlyDictionary<string, VersionRange> central, NuGetFramework target)
    {
        var found = new Dictionary<string, CachedPackage>(StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var level = requests.Select(r => (r.Name, r.Versions)).ToList();
        var direct = true;
        while (level.Count > 0)
        {
            var next = new List<(string, VersionRange)>();
            foreach (var group in level.GroupBy(r => r.Name, StringComparer.OrdinalIgnoreCase))
            {
                if (!seen.Add(group.Key))
                    continue;
                var range = direct ? null : central.GetValueOrDefault(group.Key); // a project's own request may override the central version
                range ??= group.Select(r => r.Versions).MaxBy(v => v.MinVersion) ?? VersionRange.All;
                if (Find(group.Key, range) is not { } package)
                    continue;
                found[group.Key] = package;
                next.AddRange(package.Dependencies(target).Select(d => (d.Id, d.VersionRange)));
            }

            level = next;
            direct = false;
        }

        return found;
    }

    private CachedPackage? Find(string name, VersionRange range)
    {
        var here = range.IsFloating ? range.FindBestMatch(cache.Versions(name)) : null;
        if ((here ?? range.MinVersion) is not { } version)
            return null;
        var id = new PackageId(name, version);
        if (framework.StandsFor(id))
            return null;
        if (cache.Find(id) is { } package)
            return package;
        if (!_refused.TryGetValue(id, out var other))
            _wanted.Add(id);
        else if (other is not null && new PackageId(name, other) is var standIn)
        {
            if (cache.Find(standIn) is { } near)
                return near;
            if (!_refused.ContainsKey(standIn))
                _wanted.Add(standIn);
        }

        return null;
    }

    private NuGetVersion? NearestHere(PackageId package)
    {
        var versions = cache.Versions(package.Name);
        return versions.FirstOrDefault(v => v > package.Version) ?? versions.LastOrDefault();
    }
}
