using System.Collections.Immutable;
using NuGet.Versioning;

namespace DistPatterns.Cli.Loading.Packages;

/// <summary>The reference assemblies of .NET and ASP.NET Core that come with the SDK, and the packages that they stand for.</summary>
internal sealed class FrameworkPacks
{
    /// <summary>The framework of ASP.NET Core, as projects and packages ask for it.</summary>
    public const string AspNetCore = "Microsoft.AspNetCore.App";

    private readonly Dictionary<string, NuGetVersion> _stoodFor = new(StringComparer.OrdinalIgnoreCase);

    public FrameworkPacks()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var packs = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "packs"));
        var assemblies = ImmutableArray.CreateBuilder<string>();
        foreach (var pack in new[] { "Microsoft.NETCore.App.Ref", $"{AspNetCore}.Ref" })
            if (Newest(Path.Combine(packs, pack)) is { } home)
            {
                assemblies.AddRange(Directory.EnumerateFiles(Path.Combine(home, "ref"), "*.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
                ReadOverrides(Path.Combine(home, "data", "PackageOverrides.txt"));
            }

        // a machine with a runtime only: the implementation will do
        Assemblies = assemblies.Count > 0 ? assemblies.ToImmutable() : [.. Directory.EnumerateFiles(runtime, "*.dll").Order(StringComparer.Ordinal)];
    }

    public ImmutableArray<string> Assemblies { get; }

    /// <summary>Whether the framework has what the package would bring, as its pack declares.</summary>
    public bool StandsFor(PackageId package) => _stoodFor.TryGetValue(package.Name, out var version) && package.Version <= version;

    private static string? Newest(string pack) =>
        !Directory.Exists(pack) ? null
            : Directory.EnumerateDirectories(pack)
                .Where(d => NuGetVersion.TryParse(Path.GetFileName(d), out _))
                .MaxBy(d => NuGetVersion.Parse(Path.GetFileName(d)));

    private void ReadOverrides(string file)
    {
        if (!File.Exists(file))
            return;
        foreach (var line in File.ReadLines(file))
            if (line.Split('|') is [var name, var version] && NuGetVersion.TryParse(version, out var parsed))
                // the list was made for the first release of the framework; later patches bring the same assemblies
                _stoodFor[name] = parsed.Major == Environment.Version.Major ? new NuGetVersion(parsed.Major, parsed.Minor, int.MaxValue) : parsed;
    }
}
