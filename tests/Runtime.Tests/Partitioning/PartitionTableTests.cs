using DistPatterns.Partitioning;

namespace DistPatterns.Runtime.Tests.Partitioning;

public sealed class PartitionTableTests
{
    private readonly PartitionMap first = PartitionMap.Create([new("a"), new("b")]);

    [Fact]
    public void An_old_map_that_comes_late_changes_nothing()
    {
        var table = new PartitionTable(first);
        var second = first.Next([new("a")]);

        Assert.True(table.TryInstall(second));
        Assert.False(table.TryInstall(first));
        Assert.False(table.TryInstall(second));
        Assert.Same(second, table.Current);
    }

    [Fact]
    public void A_member_serves_what_it_owns_and_no_request_that_knows_more_than_it()
    {
        var table = new PartitionTable(first);
        var hash = StableHash.Of("key");
        var owner = first.Owner(hash).Name;

        Assert.Equal(RoutingVerdict.Owner, table.Check(owner, hash, epoch: 1));
        Assert.Equal(RoutingVerdict.NotOwner, table.Check(owner == "a" ? "b" : "a", hash, epoch: 1));
        Assert.Equal(RoutingVerdict.ReceiverIsBehind, table.Check(owner, hash, epoch: 2));
    }
}
