using NuGet.Versioning;

namespace DistPatterns.Cli.Loading.Packages;

/// <summary>Fetches packages, each alone, into the cache.</summary>
internal interface IPackageFeed
{
    /// <summary>Fetches what can be had of <paramref name="packages"/>.</summary>
    /// <returns>Those that could not be had, each with the nearest version that can, if the feed named one.</returns>
    Task<IReadOnlyDictionary<PackageId, NuGetVersion?>> Fetch(IReadOnlyCollection<PackageId> packages, CancellationToken cancel);
}
