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
    [InlineData("TimeSpan.FromMilliseconds(-1)", true)]
    [InlineData("new TimeSpan(0, 0, 0, 0, -1)", true)]
    [InlineData("Forever", true)]
    [InlineData("new TimeSpan(0, 1, 0)", false)]
    [InlineData("TimeSpan.FromSeconds(seconds)", false)]
    [InlineData("p", false)] // unknown: trusted
    public void A_value_that_means_for_ever_is_known(string value, bool forever) =>
        Assert.Equal(forever, Duration.IsForever(Operations.Of($"var seconds = p.Length; object o = [|{value}|];", "static readonly TimeSpan Forever = Timeout.InfiniteTimeSpan;"), Option));

    [Theory]
    [InlineData("TimeSpan.FromSeconds(90)", 90)]
    [InlineData("TimeSpan.FromMinutes(1.5)", 90)]
    [InlineData("new TimeSpan(0, 1, 30)", 90)]
    [InlineData("new TimeSpan(0, 0, 1, 30)", 90)]
    [InlineData("TimeSpan.FromSeconds(Count)", 90)]
    [InlineData("limit", 90)]
    [InlineData("completed", null)] // ??= may have put another in its place
    [InlineData("TimeSpan.FromSeconds(p.Length)", null)]
    public void A_length_of_time_is_read_from_what_makes_it(string value, int? seconds) => Assert.Equal(
        seconds is null ? null : TimeSpan.FromSeconds(seconds.Value),
        Duration.Of(Operations.Of($"var limit = TimeSpan.FromSeconds(90); TimeSpan? completed = TimeSpan.FromSeconds(90); completed ??= TimeSpan.FromSeconds(p.Length); object o = [|{value}|];", "const int Count = 90;")));
}
