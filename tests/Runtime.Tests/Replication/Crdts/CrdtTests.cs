using DistPatterns.Replication;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Replication;

public sealed class CrdtTests
{
    [Fact]
    public void Counters_add_up_what_nodes_counted_apart_and_count_no_message_twice()
    {
        var left = PNCounter.Zero.Increment("a", 5).Decrement("a", 2);
        var right = PNCounter.Zero.Increment("b", 10);

        Assert.Equal(13, left.Merge(right).Merge(left).Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => GCounter.Zero.Increment("a", 0));
    }

    [Fact]
    public void Versions_compare_as_before_after_equal_or_concurrent()
    {
        var one = VersionVector.Empty.Increment("a");
        var two = one.Increment("b");

        Assert.Equal(CausalOrder.Before, one.Compare(two));
        Assert.Equal(CausalOrder.After, two.Compare(one));
        Assert.Equal(CausalOrder.Equal, two.Compare(VersionVector.Empty.Increment("b").Increment("a")));
        Assert.Equal(CausalOrder.Concurrent, one.Increment("a").Compare(two));
    }

    [Fact]
    public void An_addition_elsewhere_survives_a_removal_that_has_not_seen_it()
    {
        var shared = OrSet<string>.Empty.Add("a", "milk").Add("a", "bread");
        var removed = shared.Remove("milk");
        var again = shared.Add("b", "milk");

        Assert.Equal(["bread"], removed.Merge(shared));
        Assert.Contains("milk", removed.Merge(again));
        Assert.True(again.Merge(removed).Contains("milk"));
        Assert.DoesNotContain("milk", removed.Merge(again).Remove("milk").Merge(again));
    }

    [Fact]
    public void Siblings_are_kept_until_a_write_has_seen_them()
    {
        var left = MvRegister<string>.Empty.Set("a", "red");
        var right = MvRegister<string>.Empty.Set("b", "blue");
        var both = left.Merge(right);

        Assert.Equal(["blue", "red"], both.Values.Order());
        Assert.Equal(["green"], both.Set("a", "green").Merge(right).Values);
    }

    [Fact]
    public void The_last_writer_wins_though_its_wall_clock_is_behind_what_it_replaces()
    {
        var time = new FakeTimeProvider();
        var (ahead, behind) = (new HybridLogicalClock(time), new HybridLogicalClock(time));
        time.Advance(TimeSpan.FromMilliseconds(100));
        var first = new LwwRegister<int>(0, default).Set(1, ahead, Guid.NewGuid());
        var second = first.Set(2, behind, Guid.NewGuid());

        Assert.Equal(2, second.Merge(first).Value);
        Assert.Equal(2, first.Merge(second).Value);
    }
}
