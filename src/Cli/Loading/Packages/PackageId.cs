using NuGet.Versioning;

namespace DistPatterns.Cli.Loading.Packages;

/// <summary>One version of one package; the name in lower case, because packages are known by it in any.</summary>
internal readonly record struct PackageId
{
    public PackageId(string name, NuGetVersion version) => (Name, Version) = (name.ToLowerInvariant(), version);

    public string Name { get; }

    public NuGetVersion Version { get; }
}
