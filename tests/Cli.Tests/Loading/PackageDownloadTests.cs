using DistPatterns.Cli.Loading.Packages;
using NuGet.Versioning;

namespace DistPatterns.Cli.Tests.Loading;

public sealed class PackageDownloadTests
{
    [Fact]
    public void What_a_restore_refuses_is_read_from_its_errors()
    {
        var wanted = new List<PackageId> { Id("Acme.None", "1.0.0"), Id("acme.bus", "2.0.0"), Id("Acme.Fine", "3.0.0") };
        var refused = new Dictionary<PackageId, NuGetVersion?>();
        var fresh = PackageDownload.Read("""
            /tmp/d.csproj : error NU1101: Unable to find package Acme.None. No packages exist with this id in source(s): nuget.org
            /tmp/d.csproj : error NU1102: Unable to find package Acme.Bus with version (= 2.0.0)
            /tmp/d.csproj : error NU1102:   - Found 3 version(s) in nuget.org [ Nearest version: 2.1.0 ]
            """, wanted, refused);
        Assert.True(fresh);
        Assert.Equal(2, refused.Count);
        Assert.Null(refused[wanted[0]]);
        Assert.Contains("acme.bus", refused.Keys.Select(p => p.Name)); // as the project spells it
        Assert.Equal(NuGetVersion.Parse("2.1.0"), refused[wanted[1]]);
    }

    [Fact]
    public void A_restore_that_worked_refuses_nothing() => Assert.False(PackageDownload.Read("  Restored /tmp/d.csproj (in 1 s).\n", [Id("A", "1.0.0")], []));

    private static PackageId Id(string name, string version) => new(name, NuGetVersion.Parse(version));
}
