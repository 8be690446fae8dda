using System.ComponentModel.DataAnnotations;
using DistPatterns.Partitioning;
using FsCheck;
using FsCheck.Fluent;

namespace DistPatterns.Runtime.Tests.Partitioning;

public sealed class PartitionMapTests
{
    [Fact]
    public void No_member_owns_more_than_a_quarter_above_its_share_and_every_slot_is_owned() => Check(Memberships.Any, members =>
    {
        var owned = Owned(PartitionMap.Create(members));
        return owned.Values.Sum() == PartitionMap.Slots && members.All(m => owned.GetValueOrDefault(m.Name) <= Math.Ceiling(1.25 * Share(m, members)));
    });

    [Fact]
    public void The_bound_holds_where_it_is_tight_and_many_slots_overflow() => Check(Memberships.Any, members =>
    {
        var owned = Owned(PartitionMap.Create(members, new() { LoadFactor = 1.05 }));
        return owned.Values.Sum() == PartitionMap.Slots && members.All(m => owned.GetValueOrDefault(m.Name) <= Math.Ceiling(1.05 * Share(m, members)));
    });

    [Fact]
    public void A_member_that_joins_takes_about_its_share_and_little_else_moves() => Check(Memberships.Any, members =>
    {
        PartitionMember[] after = [.. members, new("joining", 3)];
        var before = PartitionMap.Create(members);
        var moves = before.Diff(before.Next(after)).Where(change => change.OwnerMoves).ToList();
        var elsewhere = moves.Count(change => change.After[0].Name != "joining");
        return moves.Count <= 1.25 * Share(after[^1], after) + 1 + elsewhere && elsewhere <= PartitionMap.Slots * 0.02;
    });

    [Fact]
    public void The_slots_of_a_member_that_leaves_move_and_few_others() => Check(Memberships.Any, members =>
    {
        var before = PartitionMap.Create(members);
        var moves = before.Diff(before.Next(members[1..])).Where(change => change.OwnerMoves).ToList();
        return moves.Count(change => change.Before[0] == members[0]) == Owned(before).GetValueOrDefault(members[0].Name)
            && moves.Count(change => change.Before[0] != members[0]) <= PartitionMap.Slots * 0.02;
    });

    [Fact]
    public void A_slot_is_held_by_as_many_different_members_as_was_asked() => Check(Memberships.Any, members =>
    {
        var replicas = Math.Min(3, members.Length);
        var map = PartitionMap.Create(members, new() { Replicas = replicas });
        return Enumerable.Range(0, PartitionMap.Slots).All(slot => map.Holders(slot).Distinct().Count() == replicas);
    });

    [Fact]
    public void The_map_is_the_same_in_whatever_order_members_are_named() => Check(Memberships.Any, members =>
        PartitionMap.Create(members).Diff(PartitionMap.Create(members.Reverse())).Count == 0);

    [Fact]
    public void What_lives_by_this_map_today_is_found_by_it_for_ever()
    {
        var map = PartitionMap.Create([new("a"), new("b"), new("c", 2)]);
        Assert.Equal("cbbbbbcacabaaccbabaaacccccbccacacacbcaca", string.Concat(Enumerable.Range(0, 40).Select(key => map.Owner($"key-{key}").Name)));
    }

    [Fact]
    public void The_owner_of_a_key_is_the_first_to_hold_its_slot()
    {
        var map = PartitionMap.Create([new("a"), new("b"), new("c")], new() { Replicas = 2 });
        for (var key = 0; key < 100; key++)
        {
            Assert.Equal(map.Holders(PartitionMap.SlotOf(StableHash.Of(key)))[0], map.Owner(StableHash.Of(key)));
        }
    }

    [Fact]
    public void A_hand_off_says_who_must_copy_and_who_may_drop()
    {
        var before = PartitionMap.Create([new("a"), new("b"), new("c")], new() { Replicas = 2 });
        var after = before.Next([new("a"), new("b"), new("d")]);

        Assert.Equal(before.Epoch + 1, after.Epoch);
        Assert.Empty(before.Diff(before));
        Assert.All(before.Diff(after), change => Assert.Equal(change.Gains.Select(m => m.Name).Order().Concat(change.Before.Except(change.Losses).Select(m => m.Name)).Order(), change.After.Select(m => m.Name).Order()));
        Assert.All(before.Diff(after).Where(change => change.Before.Contains(new("c"))), change => Assert.Contains(new PartitionMember("c"), change.Losses));
    }

    [Fact]
    public void What_makes_no_map_is_refused_by_name_and_value()
    {
        Assert.Throws<ArgumentException>(() => PartitionMap.Create([]));
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => PartitionMap.Create([new("a"), new("a")])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PartitionMap.Create([new("a")], new() { Replicas = 2 }));
        Assert.Equal("Weight is 0: it must be between 1 and 1000000.", Assert.Throws<ValidationException>(() => PartitionMap.Create([new("a", 0)])).Message);
        Assert.StartsWith("LoadFactor is 1: ", Assert.Throws<ValidationException>(() => PartitionMap.Create([new("a")], new() { LoadFactor = 1 })).Message, StringComparison.Ordinal);
    }

    private static void Check(Arbitrary<PartitionMember[]> members, Func<PartitionMember[], bool> holds) => FsCheck.Check.One(Memberships.Cases, Prop.ForAll(members, holds));

    private static Dictionary<string, int> Owned(PartitionMap map) => Enumerable.Range(0, PartitionMap.Slots).CountBy(slot => map.Holders(slot)[0].Name).ToDictionary();

    private static double Share(PartitionMember member, PartitionMember[] members) => (double)PartitionMap.Slots * member.Weight / members.Sum(m => m.Weight);
}
