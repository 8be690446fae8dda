using DistPatterns.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class DeadlineTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void What_remains_shrinks_with_time_and_ends_at_zero()
    {
        var deadline = Deadline.After(TimeSpan.FromSeconds(2), _time);

        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(TimeSpan.FromSeconds(0.5), deadline.Remaining);
        Assert.False(deadline.IsExpired);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, deadline.Remaining);
        Assert.True(deadline.IsExpired);
    }

    [Fact]
    public void A_deadline_is_expired_at_its_very_moment() => Assert.True(Deadline.After(TimeSpan.Zero, _time).IsExpired);

    [Fact]
    public void A_deadline_beyond_what_the_clock_holds_ends_at_the_clocks_limit() =>
        Assert.False(Deadline.After(TimeSpan.MaxValue, TimeProvider.System).IsExpired);

    [Fact]
    public void An_infinite_timeout_is_no_deadline() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Deadline.After(Timeout.InfiniteTimeSpan, _time));

    [Fact]
    public void A_nested_push_can_shorten_the_time_but_never_extend_it()
    {
        var caller = Deadline.After(TimeSpan.FromSeconds(2), _time);
        var shorter = Deadline.After(TimeSpan.FromSeconds(1), _time);
        var longer = Deadline.After(TimeSpan.FromSeconds(9), _time);

        using (Deadline.Push(caller))
        {
            using (Deadline.Push(longer))
            {
                Assert.Same(caller, Deadline.Current);
            }

            using (Deadline.Push(shorter))
            {
                Assert.Same(shorter, Deadline.Current);
            }

            Assert.Same(caller, Deadline.Current);
        }

        Assert.Null(Deadline.Current);
    }

    [Fact]
    public void Work_that_outlives_its_caller_can_be_started_without_the_callers_deadline()
    {
        var caller = Deadline.After(TimeSpan.FromSeconds(2), _time);
        using (Deadline.Push(caller))
        {
            using (Deadline.Suppress())
            {
                Assert.Null(Deadline.Current);
            }

            Assert.Same(caller, Deadline.Current);
        }
    }

    [Fact]
    public async Task The_ambient_deadline_flows_into_awaited_work()
    {
        var deadline = Deadline.After(TimeSpan.FromSeconds(2), _time);
        using (Deadline.Push(deadline))
        {
            Assert.Same(deadline, await Task.Run(() => Deadline.Current, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Deadlines_of_two_clocks_are_compared_by_what_remains()
    {
        var other = new FakeTimeProvider();
        other.Advance(TimeSpan.FromHours(1));
        var sooner = Deadline.After(TimeSpan.FromSeconds(1), other);
        Assert.Same(sooner, Deadline.Sooner(Deadline.After(TimeSpan.FromSeconds(2), _time), sooner));
    }
}
