using System.Text;
using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace DistPatterns.Cli.Loading.Packages;

/// <summary>
/// Fetches packages with one restore of a project made for it, whose PackageDownload items take each package alone,
/// so that one that is missing, or in conflict with another, does not keep the rest away.
/// </summary>
internal sealed partial class PackageDownload(PackageCache cache) : IPackageFeed
{
    private const int MostTries = 4; // the first restore names what is missing; later ones what stood in its shadow

    public async Task<IReadOnlyDictionary<PackageId, NuGetVersion?>> Fetch(IReadOnlyCollection<PackageId> packages, CancellationToken cancel)
    {
        var refused = new Dictionary<PackageId, NuGetVersion?>();
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var wanted = packages.Where(p => !refused.ContainsKey(p) && cache.Find(p) is null).ToList();
            if (wanted.Count == 0)
                break;
            var output = await Restore(wanted, cancel);
            if (!Read(output, wanted, refused))
                break; // it worked, or failed for a reason that another try does not mend
        }

        foreach (var package in packages.Where(p => cache.Find(p) is null))
            refused.TryAdd(package, null);
        return refused;
    }

    private static async Task<string> Restore(List<PackageId> packages, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("distpatterns-").FullName;
        try
        {
            var project = Path.Combine(folder, "download.csproj");
            await File.WriteAllTextAsync(project, Project(packages), cancel);
            var run = await DotNet.Run(folder, ["restore", project, "--verbosity", "quiet", "-nologo", "-p:NuGetInteractive=false"], cancel);
            return run.Output;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Project(List<PackageId> packages)
    {
        var items = new StringBuilder();
        foreach (var package in packages.GroupBy(p => p.Key).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var versions = string.Join(';', package.Select(p => $"[{p.Version.ToNormalizedString()}]"));
            items.Append($"""    <PackageDownload Include="{package.Key}" Version="{versions}" />""").Append('\n');
        }

        return $"""
            <Project>
              <PropertyGroup>
                <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
                <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
                <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
              </PropertyGroup>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
            {items}  </ItemGroup>
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
            </Project>
            """;
    }

    /// <summary>Adds what the restore said it cannot find; false when it said nothing new.</summary>
    internal static bool Read(string output, List<PackageId> wanted, Dictionary<PackageId, NuGetVersion?> refused)
    {
        var before = refused.Count;
        PackageId? last = null;
        foreach (var line in output.Split('\n'))
        {
            if (NoSuchPackage().Match(line) is { Success: true } unknown)
                foreach (var package in wanted.Where(p => p.Name.Equals(unknown.Groups["name"].Value, StringComparison.OrdinalIgnoreCase)))
                    refused.TryAdd(package, null);
            else if (NoSuchVersion().Match(line) is { Success: true } other && NuGetVersion.TryParse(other.Groups["version"].Value, out var version))
            {
                var said = new PackageId(other.Groups["name"].Value, version);
                last = wanted.Find(said.Equals) is { Name: not null } written ? written : said; // as the project spells it
                refused.TryAdd(last.Value, null);
            }
            else if (last is { } named
                && NearestVersion().Match(line) is { Success: true } near
                && NuGetVersion.TryParse(near.Groups["version"].Value, out var nearest))
                refused[named] ??= nearest;
        }

        return refused.Count > before;
    }

    [GeneratedRegex(@"error NU1101: Unable to find package (?<name>\S+?)\. ")]
    private static partial Regex NoSuchPackage();

    [GeneratedRegex(@"error NU110[23]: Unable to find (?:a stable )?package (?<name>\S+) with version \(= (?<version>[^)]+)\)")]
    private static partial Regex NoSuchVersion();

    [GeneratedRegex(@"\[ Nearest version: (?<version>\S+) \]")]
    private static partial Regex NearestVersion();
}
