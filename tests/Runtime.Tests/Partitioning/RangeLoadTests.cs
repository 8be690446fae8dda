using DistPatterns.Partitioning;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Partitioning;

public sealed class RangeLoadTests
{
    private readonly FakeTimeProvider time = new();
    private readonly RangePartitioner<int> ranges = new([new(0, new("a")), new(1_000, new("b"))]);

    [Fact]
    public void A_hot_range_is_split_where_its_load_halves_not_its_keys()
    {
        // three quarters of the load on the lowest tenth of the keys
        var suggestion = Assert.Single(Suggest(random => random.Next(4) < 3 ? random.Next(100) : random.Next(1_000)));

        Assert.False(suggestion.OneKeyIsHot);
        Assert.InRange(suggestion.At, 50, 85); // the middle is at 65
        Assert.InRange(suggestion.LowerShare, 0.45, 0.55);
        Assert.Equal(10_000, suggestion.PerSecond, 1.0);
    }

    [Fact]
    public void One_key_that_is_the_load_is_named_since_no_split_helps()
    {
        var suggestion = Assert.Single(Suggest(random => random.Next(10) < 8 ? 777 : random.Next(1_000)));

        Assert.True(suggestion.OneKeyIsHot);
        Assert.Equal(777, suggestion.At);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(93)]
    public void A_split_that_takes_away_just_the_least_part_is_suggested(int below)
    {
        var load = new RangeLoad<int>(ranges, new() { SplitAbove = 1, SampleSize = 100, LeastShare = 0.07 }, time);
        for (var i = 0; i < 100; i++)
        {
            load.Record(i < below ? 1 : 2);
        }

        time.Advance(TimeSpan.FromSeconds(1));
        var suggestion = Assert.Single(load.Suggest());
        Assert.Equal((false, below / 100.0), (suggestion.OneKeyIsHot, suggestion.LowerShare));
    }

    [Fact]
    public void A_range_with_a_single_key_is_not_split_in_nothing()
    {
        var suggestion = Assert.Single(Suggest(_ => 5));

        Assert.True(suggestion.OneKeyIsHot);
        Assert.Equal((5, 0.0), (suggestion.At, suggestion.LowerShare));
    }

    [Fact]
    public void A_range_below_the_threshold_is_left_alone() => Assert.Empty(Suggest(random => random.Next(2_000), splitAbove: 6_000));

    [Fact]
    public void The_hottest_range_comes_first()
    {
        var suggestions = Suggest(random => random.Next(3) == 0 ? random.Next(1_000) : 1_000 + random.Next(1_000));

        Assert.Equal([1_000, 0], suggestions.Select(s => s.Range.From));
    }

    private IReadOnlyList<SplitSuggestion<int>> Suggest(Func<Random, int> draw, double splitAbove = 2_500)
    {
        var random = new Random(7);
        var load = new RangeLoad<int>(ranges, new() { SplitAbove = splitAbove }, time, random);
        for (var i = 0; i < 20_000; i++)
        {
            load.Record(draw(random));
        }

        time.Advance(TimeSpan.FromSeconds(2));
        return load.Suggest();
    }
}
