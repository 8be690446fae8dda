using DistPatterns.Resilience;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class LimitTests
{
    [Fact]
    public void Gradient_grows_while_latency_does_not_and_finds_a_callee_that_has_grown()
    {
        Assert.InRange(Settle(new Gradient2Limit(), 5, capacity: 40), 30, 80);
        var limit = new Gradient2Limit();
        var small = Settle(limit, 5, capacity: 10);
        var grown = Settle(limit, small, capacity: 100);
        Assert.True(grown > 3 * small, $"{small} -> {grown}");
    }

    [Fact]
    public void Gradient_shrinks_when_latency_rises()
    {
        var limit = new Gradient2Limit();
        var before = Settle(limit, 20, capacity: 100);
        Assert.True(limit.Next(before, new LimitSample(1_000, (long)before, false)) < before);
    }

    [Fact]
    public void A_limit_that_is_not_needed_does_not_move()
    {
        var sample = new LimitSample(10, 10, false);
        Assert.Equal(20, new Gradient2Limit().Next(20, sample));
        Assert.Equal(20, new AimdLimit().Next(20, sample));
    }

    [Fact]
    public void A_window_in_which_no_call_succeeded_moves_it_only_when_one_showed_overload()
    {
        Assert.Equal(20, new Gradient2Limit().Next(20, new LimitSample(0, 20, false)));
        Assert.InRange(new Gradient2Limit().Next(20, new LimitSample(0, 20, true)), 15, 19.9);
    }

    [Fact]
    public void Additive_increase_multiplicative_decrease()
    {
        var limit = new AimdLimit();
        Assert.Equal(21, limit.Next(20, new LimitSample(10, 20, false)));
        Assert.Equal(18, limit.Next(20, new LimitSample(10, 20, true)));
    }

    // A callee with `capacity` servers of 10 ms each: what runs above that queues, and latency rises in proportion.
    private static double Settle(ILimit limit, double from, int capacity)
    {
        var current = from;
        for (var window = 0; window < 200; window++)
        {
            var latency = 10 * Math.Max(1, current / capacity);
            current = Math.Clamp(limit.Next(current, new LimitSample(latency, (long)current, false)), 1, 1_000);
        }

        return current;
    }
}
