using DistPatterns.Cli.Loading.Packages;
using DistPatterns.Cli.Tests.Testing;
using NuGet.Frameworks;
using NuGet.Versioning;

namespace DistPatterns.Cli.Tests.Loading;

public sealed class PackageGraphTests : IDisposable
{
    private static readonly Dictionary<string, VersionRange> NoCentralVersions = [];
    private readonly TempRepository _cache = new();
    private readonly PackageGraph _graph;

    public PackageGraphTests() => _graph = new(new PackageCache(_cache.Root), new FrameworkPacks());

    [Fact]
    public void Dependencies_are_followed_and_the_best_assembly_is_taken()
    {
        Package("acme.bus", "1.0.0", "<dependency id=\"Acme.Core\" version=\"1.1.0\" />", "lib/netstandard2.0/Acme.Bus.dll", "lib/net8.0/Acme.Bus.dll", "lib/net48/Acme.Bus.dll");
        Package("acme.core", "1.1.0", "", "lib/net48/Acme.Core.dll");
        var found = Walk("Acme.Bus");
        Assert.Equal(["Acme.Bus", "Acme.Core"], found.Keys.Order());
        Assert.EndsWith(Path.Combine("lib", "net8.0", "Acme.Bus.dll"), Assert.Single(found["Acme.Bus"].Assemblies(NuGetFramework.Parse("net10.0"))));
        Assert.EndsWith(Path.Combine("lib", "net48", "Acme.Core.dll"), Assert.Single(found["Acme.Core"].Assemblies(NuGetFramework.Parse("net10.0"))));
        Assert.Empty(_graph.Wanted);
    }

    [Fact]
    public void What_is_not_here_is_wanted_once_and_then_replaced_by_what_the_feed_has()
    {
        Walk("Acme.Bus");
        var wanted = Assert.Single(_graph.Wanted);
        Package("acme.bus", "1.0.7", "", "lib/net8.0/Acme.Bus.dll");
        _graph.Settle(new Dictionary<PackageId, NuGetVersion?> { [wanted] = NuGetVersion.Parse("1.0.7") });
        Assert.Single(Walk("Acme.Bus"));
        Assert.Empty(_graph.Wanted);
    }

    [Fact]
    public void Without_a_feed_the_next_version_that_is_here_stands_in()
    {
        Package("acme.bus", "0.9.0", "");
        Package("acme.bus", "1.2.0", "");
        Package("acme.bus", "2.0.0", "");
        Walk("Acme.Bus");
        _graph.Settle(new Dictionary<PackageId, NuGetVersion?> { [Assert.Single(_graph.Wanted)] = null });
        Assert.Equal("1.2.0", Assert.Single(_graph.Refused).Value!.ToNormalizedString());
    }

    [Fact]
    public void Central_versions_hold_for_what_other_packages_ask_for()
    {
        Package("acme.bus", "1.0.0", "<dependency id=\"Acme.Core\" version=\"1.1.0\" />");
        Walk("Acme.Bus", new() { ["Acme.Core"] = VersionRange.Parse("5.0.0") });
        Assert.Equal("Acme.Core 5.0.0", string.Join(' ', _graph.Wanted.Select(w => $"{w.Name} {w.Version}")));
    }

    public void Dispose() => _cache.Dispose();

    private IReadOnlyDictionary<string, CachedPackage> Walk(string package, Dictionary<string, VersionRange>? central = null) =>
        _graph.Walk([new(package, VersionRange.Parse("1.0.0"), true)], central ?? NoCentralVersions, NuGetFramework.Parse("net10.0"));

    private void Package(string name, string version, string dependencies, params string[] files)
    {
        _cache.With($"{name}/{version}/{name}.nuspec", $"""
            <package><metadata><id>{name}</id><version>{version}</version><authors>a</authors><description>d</description>
            <dependencies><group targetFramework="netstandard2.0">{dependencies}</group></dependencies></metadata></package>
            """);
        foreach (var file in files)
            _cache.With($"{name}/{version}/{file}", "");
    }
}
