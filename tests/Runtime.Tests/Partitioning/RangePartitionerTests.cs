using DistPatterns.Partitioning;
using FsCheck;
using FsCheck.Fluent;

namespace DistPatterns.Runtime.Tests.Partitioning;

public sealed class RangePartitionerTests
{
    private static readonly PartitionMember A = new("a"), B = new("b"), C = new("c");

    private readonly RangePartitioner<string> names = new([new("", A), new("h", B), new("q", C)]);

    [Theory]
    [InlineData("", "a")]
    [InlineData("gzz", "a")]
    [InlineData("h", "b")]
    [InlineData("Z", "a")] // ordinal: capitals are below
    [InlineData("zebra", "c")]
    public void A_key_belongs_to_the_range_that_begins_at_or_below_it(string key, string owner) => Assert.Equal(owner, names.Owner(key).Name);

    [Fact]
    public void A_scan_asks_only_those_who_hold_part_of_it()
    {
        Assert.Equal([B], names.Between("i", "q").Select(r => r.Owner));
        Assert.Equal([A, B, C], names.Between("", "z").Select(r => r.Owner));
        Assert.Empty(names.Between("k", "k"));
    }

    [Fact]
    public void Every_key_of_a_scan_is_with_one_of_those_it_asks() =>
        Prop.ForAll<int, int, int>((from, length, offset) =>
        {
            var numbers = new RangePartitioner<int>([new(int.MinValue, A), new(-10, B), new(25, C), new(70, A)]);
            (from, length) = (from % 200, (length % 50 & 63) + 1);
            var key = from + (int)((uint)offset % (uint)length);
            return numbers.Between(from, from + length).Any(range => numbers.Owner(key) == range.Owner);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_split_gives_the_upper_part_away_and_touches_no_other_range()
    {
        var split = names.Split(new("m", C));

        Assert.Equal((B, C, A), (split.Owner("lzz"), split.Owner("m"), split.Owner("b")));
        Assert.Throws<ArgumentException>(() => split.Split(new("m", A)));
    }

    [Fact]
    public void A_key_below_the_lowest_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RangePartitioner<int>([new(0, A)]).Owner(-1));
}
