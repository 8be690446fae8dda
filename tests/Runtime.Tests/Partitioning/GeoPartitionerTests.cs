using DistPatterns.Partitioning;

namespace DistPatterns.Runtime.Tests.Partitioning;

public sealed class GeoPartitionerTests
{
    private readonly GeoPartitioner geo = new(
        [.. new[] { "eu-west-1", "eu-central-1", "us-east-1", "ap-south-1" }.Select(name => new GeoRegion(name, PartitionMap.Create([new($"{name}-a"), new($"{name}-b")])))],
        new ResidencyRule("EU", "eu-west-1", "eu-central-1"),
        new ResidencyRule("US", "us-east-1"));

    [Fact]
    public void Data_lives_and_is_copied_only_where_it_may_be() =>
        Assert.All(Keys, key => Assert.Equal(["eu-central-1", "eu-west-1"], geo.Regions(key, "EU").Select(r => r.Name).Order()));

    [Fact]
    public void The_regions_that_are_allowed_share_the_keys() =>
        Assert.All(Keys.CountBy(key => geo.Home(key, "EU").Region.Name), home => Assert.InRange(home.Value, 400, 600));

    [Fact]
    public void A_home_is_in_its_region_and_owned_by_a_member_of_it() =>
        Assert.All(Keys, key => Assert.StartsWith(geo.Home(key, null).Region.Name, geo.Home(key, null).Owner.Name, StringComparison.Ordinal));

    [Fact]
    public void The_declaration_on_a_type_decides() =>
        Assert.All(Keys, key => Assert.Equal("us-east-1", geo.Home<TaxForm>(key).Region.Name));

    [Fact]
    public void A_jurisdiction_of_which_no_rule_speaks_may_go_nowhere()
    {
        Assert.Equal("CH", Assert.Throws<DataResidencyException>(() => geo.Home(1, "CH")).Jurisdiction);
        Assert.Throws<DataResidencyException>(() => geo.EnsureStays("CH", "eu-west-1"));
        Assert.Throws<DataResidencyException>(() => geo.Home(1, "af-"));
    }

    [Fact]
    public void A_copy_that_would_leave_is_refused_and_one_that_stays_is_not()
    {
        geo.EnsureStays("EU", "eu-west-1");
        geo.EnsureStays(null, "us-east-1");
        geo.EnsureStays("eu-", "eu-central-1");
        Assert.Contains("us-east-1", Assert.Throws<DataResidencyException>(() => geo.EnsureStays("EU", "us-east-1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_for_a_region_that_is_not_there_is_refused() =>
        Assert.Contains("eu-north-1", Assert.Throws<ArgumentException>(() => new GeoPartitioner([new("us-east-1", PartitionMap.Create([new("a")]))], new ResidencyRule("EU", "eu-north-1"))).Message, StringComparison.Ordinal);

    private static IEnumerable<ulong> Keys => Enumerable.Range(0, 1_000).Select(i => StableHash.Of(i));

    [DataResidency("US")]
    private sealed class TaxForm;
}
