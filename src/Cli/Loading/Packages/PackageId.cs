using NuGet.Versioning;

namespace DistPatterns.Cli.Loading.Packages;

/// <summary>One version of one package. Names are equal in any case, and shown as they were written.</summary>
internal readonly record struct PackageId(string Name, NuGetVersion Version)
{
    /// <summary>The name as the cache's folders spell it.</summary>
    public string Key => Name.ToLowerInvariant();

    public bool Equals(PackageId other) => Version.Equals(other.Version) && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => HashCode.Combine(Version, StringComparer.OrdinalIgnoreCase.GetHashCode(Name));
}
