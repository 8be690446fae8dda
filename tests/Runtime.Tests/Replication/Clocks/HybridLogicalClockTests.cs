using System.ComponentModel.DataAnnotations;
using DistPatterns.Replication;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Replication;

public sealed class HybridLogicalClockTests
{
    private const int MaxSkew = 500;

    [Fact]
    public void Moments_grow_along_every_message_and_stay_near_the_wall_clocks_whatever_those_do() =>
        Prop.ForAll(Gen.ListOf(Gen.Zip(Gen.Choose(0, 2), Gen.Choose(-400, 400))).ToArbitrary(), steps =>
        {
            // three nodes whose wall clocks jump to and fro, each step: a jump, then a message to the next node
            var walls = Enumerable.Range(0, 3).Select(_ => new JumpingTime()).ToArray();
            var clocks = walls.Select(wall => new HybridLogicalClock(wall)).ToArray();
            var furthestWall = walls[0].Now;
            var last = new HybridTimestamp[3];
            foreach (var (node, jump) in steps)
            {
                walls[node].Now = Math.Max(0, walls[node].Now + jump);
                furthestWall = Math.Max(furthestWall, walls[node].Now);
                var sent = clocks[node].Now();
                var to = (node + 1) % 3;
                if (sent <= last[node] || sent.Milliseconds > furthestWall)
                {
                    return false;
                }

                last[node] = sent;
                if (sent.Milliseconds - walls[to].Now <= MaxSkew)
                {
                    var received = clocks[to].Observe(sent);
                    if (received <= sent || received <= last[to] || received.Milliseconds > Math.Max(furthestWall, walls[to].Now + MaxSkew))
                    {
                        return false;
                    }

                    last[to] = received;
                }
                else if (clocks[to].TryObserve(sent))
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_clock_too_far_ahead_is_not_believed_and_changes_nothing()
    {
        var time = new FakeTimeProvider();
        var clock = new HybridLogicalClock(time);
        var before = clock.Now();
        var far = new HybridTimestamp((before.Milliseconds + MaxSkew + 1) << 16);

        Assert.Equal(TimeSpan.FromMilliseconds(MaxSkew + 1), Assert.Throws<ClockSkewException>(() => clock.Observe(far)).Ahead);
        Assert.Equal(before.Value + 1, clock.Now().Value);
    }

    [Fact]
    public void A_full_counter_carries_into_the_milliseconds()
    {
        var clock = new HybridLogicalClock(new FakeTimeProvider());
        var first = clock.Now();
        HybridTimestamp last = default;
        for (var i = 0; i < 1 << 16; i++)
        {
            last = clock.Now();
        }

        Assert.Equal((first.Milliseconds + 1, first.Counter), (last.Milliseconds, last.Counter));
    }

    [Fact]
    public void A_restart_begins_above_the_bound_that_was_stored_though_the_wall_clock_was_set_back()
    {
        var time = new FakeTimeProvider();
        var stored = new HybridTimestamp((time.GetUtcNow().ToUnixTimeMilliseconds() + 10_000) << 16);

        Assert.True(new HybridLogicalClock(time, new() { Floor = stored }).Now() > stored);
    }

    [Fact]
    public void No_two_threads_draw_the_same_moment()
    {
        var clock = new HybridLogicalClock(new FakeTimeProvider());
        var drawn = new HybridTimestamp[4_000];
        Parallel.For(0, drawn.Length, i => drawn[i] = clock.Now());

        Assert.Equal(drawn.Length, drawn.Distinct().Count());
    }

    [Fact]
    public void A_skew_out_of_range_is_refused_by_name_value_and_range() =>
        Assert.Equal("MaxSkew is 02:00:00: it must be between 00:00:00.0010000 and 01:00:00.",
            Assert.Throws<ValidationException>(() => new HybridLogicalClock(options: new() { MaxSkew = TimeSpan.FromHours(2) })).Message);

    private sealed class JumpingTime : TimeProvider
    {
        public long Now { get; set; } = 1_000;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Now);
    }
}
