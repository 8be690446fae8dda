using NuGet.Versioning;

namespace DistPatterns.Cli.Loading.Packages;

/// <summary>A package that a project asks for.</summary>
/// <param name="Flows">Whether projects that reference this one see it too.</param>
internal sealed record PackageRequest(string Name, VersionRange Versions, bool Flows);
