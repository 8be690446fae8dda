using DistPatterns.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class CallWindowTests
{
    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Calls_of_many_threads_are_all_counted(bool isByTime)
    {
        CallWindow window = isByTime ? ByTime() : new CountWindow(100_000);
        Parallel.For(0, 40_000, call => window.Record(call % 2 == 0, call % 4 == 0));
        Assert.Equal(new CallTotals(40_000, 20_000, 10_000), window.Totals());
    }

    [Fact]
    public void A_call_is_forgotten_a_window_later()
    {
        var window = ByTime();
        window.Record(failed: true, slow: false);
        time.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.Equal(1, window.Totals().Calls);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(default, window.Totals());
        window.Record(failed: false, slow: true);
        Assert.Equal(new CallTotals(1, 0, 1), window.Totals());
    }

    [Fact]
    public void A_window_unused_for_long_holds_nothing()
    {
        var window = ByTime();
        window.Record(failed: true, slow: true);
        time.Advance(TimeSpan.FromDays(100));
        Assert.Equal(default, window.Totals());
    }

    [Fact]
    public void The_oldest_call_makes_room_for_the_newest()
    {
        var window = new CountWindow(3);
        window.Record(failed: true, slow: false);
        window.Record(failed: true, slow: true);
        window.Record(failed: false, slow: false);
        window.Record(failed: false, slow: false);
        Assert.Equal(new CallTotals(3, 1, 1), window.Totals());
        window.Clear();
        Assert.Equal(default, window.Totals());
    }

    private TimeWindow ByTime() => new(new MillisecondClock(time), TimeSpan.FromSeconds(10), 10);
}
