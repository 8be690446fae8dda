using NuGet.Versioning;

namespace DistPatterns.Cli.Loading.Packages;

/// <summary>Has nothing: for a run that must not go out to the network.</summary>
internal sealed class NoFeed : IPackageFeed
{
    public Task<IReadOnlyDictionary<PackageId, NuGetVersion?>> Fetch(IReadOnlyCollection<PackageId> packages, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<PackageId, NuGetVersion?>>(packages.ToDictionary(p => p, _ => (NuGetVersion?)null));
}
