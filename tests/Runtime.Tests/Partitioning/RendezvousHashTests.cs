using DistPatterns.Partitioning;

namespace DistPatterns.Runtime.Tests.Partitioning;

public sealed class RendezvousHashTests
{
    private static readonly PartitionMember[] Members = [.. Enumerable.Range(1, 7).Select(i => new PartitionMember($"node-{i}"))];

    [Fact]
    public void The_keys_of_a_member_that_leaves_go_to_the_next_in_rank_and_no_other_key_moves()
    {
        var left = Members[3];
        PartitionMember[] others = [.. Members.Where(m => m != left)];
        for (var key = 0; key < 2_000; key++)
        {
            var rank = RendezvousHash.Rank(StableHash.Of(key), Members);
            Assert.Equal(rank[0] == left ? rank[1] : rank[0], RendezvousHash.Owner(StableHash.Of(key), others));
        }
    }

    [Fact]
    public void Keys_are_shared_in_proportion_to_weight()
    {
        PartitionMember[] members = [new("small", 1), new("middle", 2), new("large", 5)];
        var owned = Enumerable.Range(0, 40_000).CountBy(key => RendezvousHash.Owner(StableHash.Of(key), members).Name).ToDictionary();

        Assert.All(members, member => Assert.InRange(owned[member.Name] / 40_000.0, (member.Weight / 8.0) - 0.01, (member.Weight / 8.0) + 0.01));
    }

    [Fact]
    public void The_logarithm_that_is_the_same_everywhere_is_the_logarithm()
    {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var draw = (ulong)random.NextInt64() >> random.Next(40);
            Assert.Equal(Math.Log((draw | 1) / Math.Pow(2, 64)), RendezvousHash.Log(draw), 1e-9);
        }

        Assert.True(RendezvousHash.Log(ulong.MaxValue) < 0);
        Assert.True(double.IsFinite(RendezvousHash.Log(0)));
    }

    [Fact]
    public void Nobody_to_choose_from_is_refused() => Assert.Throws<ArgumentException>(() => RendezvousHash.Owner(1, []));
}
