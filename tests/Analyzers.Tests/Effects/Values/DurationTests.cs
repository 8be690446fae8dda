using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Values;

public sealed class DurationTests
{
    private static readonly Row Option = ModelFile.Parse("[A.Client]\noption  Timeout  forever(-1)\n", "a.model").Rows[0];

    [Theory]
    [InlineData("Timeout.InfiniteTimeSpan", true)]
    [InlineData("TimeSpan.MaxValue", true)]
    [InlineData("Timeout.Infinite", true)]
    [InlineData("-1", true)]
    [InlineData("100", false)]
    [InlineData("TimeSpan.FromSeconds(1)", false)]
    [InlineData("p", false)] // unknown: trusted
    public void A_value_that_means_for_ever_is_known(string value, bool forever) =>
        Assert.Equal(forever, Duration.IsForever(Operations.Of($"object o = [|{value}|];"), Option));
}
