using System.ComponentModel.DataAnnotations;
using DistPatterns.Discovery;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Discovery;

public sealed class EndpointPoolTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LoadBalancingOptions _options = new() { FailuresToEject = 2, EjectionTime = TimeSpan.FromSeconds(10) };

    private EndpointPool<string> Pool(params string[] endpoints)
    {
        var pool = new EndpointPool<string>(_options, _time, new Random(1));
        pool.Update(endpoints);
        return pool;
    }

    [Fact]
    public void A_service_without_endpoints_says_so() => Assert.Throws<InvalidOperationException>(() => Pool().Pick());

    [Fact]
    public void An_endpoint_that_never_answered_gets_one_call_until_it_does()
    {
        var pool = Pool("a", "b");
        Answer(pool.Pick(), TimeSpan.FromMilliseconds(50));

        var first = pool.Pick();
        var second = pool.Pick();

        Assert.NotEqual(first.Endpoint, second.Endpoint);
    }

    [Fact]
    public void A_busy_endpoint_is_dearer_than_an_idle_one()
    {
        var pool = Pool("a", "b");
        Answer(pool.Pick(), TimeSpan.FromMilliseconds(10));
        Answer(pool.Pick(), TimeSpan.FromMilliseconds(10));

        var taken = Enumerable.Range(0, 6).Select(_ => pool.Pick().Endpoint).CountBy(endpoint => endpoint).ToDictionary();

        Assert.Equal(3, taken["a"]);
        Assert.Equal(3, taken["b"]);
    }

    [Fact]
    public void An_endpoint_that_fails_at_once_does_not_look_fast()
    {
        var pool = Pool("good", "bad");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var call = pool.Pick();
            if (call.Endpoint == "bad")
            {
                call.Failed();
            }
            else
            {
                Answer(call, TimeSpan.FromMilliseconds(200));
            }
        }

        Assert.Equal("good", pool.Pick().Endpoint);
    }

    [Fact]
    public void An_endpoint_that_keeps_failing_is_left_out_and_comes_back_when_its_time_is_up()
    {
        var pool = Pool("a", "b");
        Fail(pool, "a", times: 2);
        Assert.Equal(1, pool.EjectedCount);
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal("b", pool.Pick().Endpoint));

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("a", Enumerable.Range(0, 20).Select(_ => pool.Pick().Endpoint));
        Assert.Equal(0, pool.EjectedCount);
    }

    [Fact]
    public void A_success_between_failures_keeps_an_endpoint_in()
    {
        var pool = Pool("a");
        pool.Pick().Failed();
        pool.Pick().Succeeded();
        pool.Update(["a", "b"]);
        Fail(pool, "a", times: 1);
        Assert.Equal(0, pool.EjectedCount);
    }

    [Fact]
    public void Each_ejection_in_a_row_lasts_longer_up_to_the_limit()
    {
        _options.MaxEjectionTime = TimeSpan.FromSeconds(25);
        var pool = Pool("a", "b");
        foreach (var seconds in (int[])[10, 20, 25, 25])
        {
            Fail(pool, "a", times: 2);
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.Equal(1, pool.EjectedCount);
            _time.Advance(TimeSpan.FromTicks(1));
            Assert.Equal(0, pool.EjectedCount);
        }
    }

    [Fact]
    public void An_endpoint_that_stayed_in_as_long_as_it_was_out_starts_anew()
    {
        var pool = Pool("a", "b");
        Fail(pool, "a", times: 2);
        _time.Advance(TimeSpan.FromSeconds(10 + 10));
        Fail(pool, "a", times: 2);

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, pool.EjectedCount);
    }

    [Fact]
    public void The_last_endpoint_is_never_left_out()
    {
        var pool = Pool("a");
        Fail(pool, "a", times: 20);
        Assert.Equal(0, pool.EjectedCount);
    }

    [Fact]
    public void Endpoints_that_leave_bring_back_those_that_may_no_longer_be_out()
    {
        var pool = Pool("a", "b", "c", "d");
        Fail(pool, "a", times: 2);
        Fail(pool, "b", times: 2);
        Assert.Equal(2, pool.EjectedCount);

        pool.Update(["a", "b"]);

        Assert.Equal(1, pool.EjectedCount);
    }

    [Fact]
    public void An_endpoint_that_stays_over_an_update_stays_ejected()
    {
        var pool = Pool("a", "b");
        Fail(pool, "a", times: 2);
        pool.Update(["a", "b", "c"]);
        Assert.Equal(1, pool.EjectedCount);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        _options.MaxEjectedShare = 1;
        Assert.Contains(nameof(_options.MaxEjectedShare), Assert.Throws<ValidationException>(() => Pool()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ejection_longer_than_the_longest_is_refused()
    {
        _options.MaxEjectionTime = TimeSpan.FromSeconds(5);
        Assert.Contains(nameof(_options.EjectionTime), Assert.Throws<ValidationException>(() => Pool()).Message, StringComparison.Ordinal);
    }

    private void Answer(EndpointCall<string> call, TimeSpan latency)
    {
        _time.Advance(latency);
        call.Succeeded();
    }

    // Whoever else is drawn is left waiting, so that the wanted endpoint is the cheaper one next.
    private static void Fail(EndpointPool<string> pool, string endpoint, int times)
    {
        for (var picks = 0; times > 0; picks++)
        {
            Assert.True(picks < 1000, $"'{endpoint}' is never picked.");
            var call = pool.Pick();
            if (call.Endpoint == endpoint)
            {
                call.Failed();
                times--;
            }
        }
    }
}
