using DistPatterns.Outbox;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Outbox;

public sealed class AwayDestinationsTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1), Most = TimeSpan.FromSeconds(8);

    private readonly FakeTimeProvider _time = new();
    private readonly AwayDestinations _away;

    public AwayDestinationsTests() => _away = new(new(First, Most, new NoChance()), most: 4, _time);

    [Fact]
    public void Pauses_grow_with_each_try_that_fails_up_to_the_longest_and_never_end()
    {
        _away.Refused("orders", "full");
        var pauses = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            pauses.Add(_away.Left("orders").TotalSeconds);
            _time.Advance(_away.Left("orders"));
            Assert.Equal(1, _away.Admit("orders"));
            Assert.False(_away.Refused("orders", "full"));
        }

        Assert.Equal([1, 2, 4, 8, 8, 8], pauses);
    }

    [Fact]
    public void One_caller_tries_and_the_others_wait_for_what_becomes_of_it()
    {
        _away.Refused("orders", "full");
        Assert.Equal(0, _away.Admit("orders")); // it is not the time
        _time.Advance(First);
        Assert.Equal([1, 0, 0], new[] { _away.Admit("orders"), _away.Admit("orders"), _away.Admit("orders") });

        _time.Advance(First); // nothing was heard of it
        Assert.Equal(1, _away.Admit("orders"));
    }

    [Fact]
    public void Refusals_of_what_was_on_its_way_at_once_are_one()
    {
        Assert.True(_away.Refused("orders", "full"));
        Assert.False(_away.Refused("orders", "full"));
        Assert.Equal(First, _away.Left("orders"));
    }

    [Fact]
    public void Tries_double_while_they_go_well_and_one_that_fails_begins_anew()
    {
        _away.Refused("orders", "full");
        _time.Advance(First);
        var tries = new List<int>();
        for (var i = 0; i < 2; i++)
        {
            tries.Add(_away.Admit("orders"));
            Assert.Null(_away.Took("orders"));
        }

        tries.Add(_away.Admit("orders"));
        _away.Refused("orders", "full again");
        _time.Advance(First);
        tries.Add(_away.Admit("orders"));

        Assert.Equal([1, 2, 4, 1], tries);
        Assert.Equal(("orders", 2 * First, "full again"), Assert.Single(_away.All));
    }

    [Fact]
    public void A_destination_is_back_when_as_many_as_are_read_at_once_went_well()
    {
        _away.Refused("orders", "full");
        _time.Advance(First);
        for (var i = 0; i < 2; i++)
        {
            _away.Admit("orders");
            Assert.Null(_away.Took("orders"));
        }

        _away.Admit("orders");
        Assert.Equal(First, _away.Took("orders"));
        Assert.Equal((true, 4), (_away.IsEmpty, _away.Admit("orders")));
    }

    [Fact]
    public void What_nothing_waits_for_here_is_forgotten()
    {
        _away.Refused("orders", "full");
        _away.Refused("payments", "full");
        _away.ForgetAllBut(new HashSet<string> { "payments" });
        Assert.Equal((false, true), (_away.IsAway("orders"), _away.IsAway("payments")));
    }

    private sealed class NoChance : Random
    {
        public override double NextDouble() => 0;
    }
}
