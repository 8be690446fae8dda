using System.Runtime.CompilerServices;
using DistPatterns.Discovery;
using DistPatterns.Resilience;
using Microsoft.Extensions.Time.Testing;
using Polly;

namespace DistPatterns.Runtime.Tests.Resilience;

/// <summary>What a process that runs for years does after long silences: what it did on its first day.</summary>
public sealed class YearsTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider time = new();

    [Fact]
    public void A_budget_grants_its_floor_and_no_more_after_every_silence_of_a_year()
    {
        var budget = new RetryBudget(new RetryBudgetOptions { Window = Window }, time);
        var began = time.GetUtcNow();
        foreach (var days in (int[])[1, 30, 97, 100, 137])
        {
            BusyMinute(() =>
            {
                budget.Deposit();
                budget.TryWithdraw();
            });
            time.Advance(TimeSpan.FromDays(days));
            Assert.Equal(100, Enumerable.Range(0, 100_000).Count(_ => budget.TryWithdraw()));
        }

        Assert.True(time.GetUtcNow() - began > TimeSpan.FromDays(365));
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(365, 0)]
    [InlineData(100, 1)]
    [InlineData(365, 1)]
    public void An_outage_after_quiet_days_opens_a_breaker(int days, int callsADay)
    {
        var monitor = new CircuitBreakerMonitor("orders");
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddAdvancedCircuitBreaker(new AdvancedCircuitBreakerStrategyOptions { Window = BreakerWindow.Time(Window), Monitor = monitor })
            .Build();
        BusyMinute(() => pipeline.Execute(static () => { }));
        for (var day = 0; day < days; day++)
        {
            time.Advance(TimeSpan.FromDays(1));
            for (var call = 0; call < callsADay; call++)
            {
                pipeline.Execute(static () => { });
            }
        }

        time.Advance(Window);
        var failures = 0;
        while (failures < 4_000 && monitor.State == BreakerState.Closed)
        {
            Assert.Throws<TimeoutException>(() => pipeline.Execute(static () => throw new TimeoutException()));
            failures++;
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal((BreakerState.Open, 20), (monitor.State, failures));
    }

    [Fact]
    public void A_break_in_the_tenth_year_is_as_long_as_one_in_the_first()
    {
        var circuit = Create();
        time.Advance(TimeSpan.FromDays(3_600));
        for (var call = 0; call < CircuitRun.Settings.MinimumCalls; call++)
        {
            Assert.True(circuit.TryEnter(out var ticket));
            circuit.Exit(ticket, CallResult.Failed, slow: false);
        }

        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(circuit.TryEnter(out _));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(circuit.TryEnter(out _));
    }

    [Fact]
    public void A_call_that_was_away_for_any_number_of_transitions_is_ignored()
    {
        var circuit = Create();
        Assert.True(circuit.TryEnter(out var late));
        for (var transition = 0; transition <= 1 << 19; transition += 2)
        {
            circuit.Isolate();
            circuit.Close();
            circuit.Exit(late, CallResult.Failed, slow: false);
        }

        Assert.Equal(default, circuit.Totals);
    }

    [Fact]
    public void A_limit_still_follows_the_latency_after_more_windows_than_an_integer_counts()
    {
        var limit = new Gradient2Limit();
        limit.Next(20, new LimitSample(Latency: 10, Peak: 20, IsOverloaded: false));
        Windows(limit) = int.MaxValue;
        for (var window = 0; window < 1_000; window++)
        {
            limit.Next(20, new LimitSample(Latency: 100, Peak: 20, IsOverloaded: false));
        }

        var grown = limit.Next(20, new LimitSample(Latency: 100, Peak: 20, IsOverloaded: false));
        Assert.True(grown > 20, $"The latency has been the same for long, and the limit falls to {grown}.");
    }

    [Fact]
    public void An_endpoint_that_fails_more_often_than_an_integer_counts_is_still_failing()
    {
        var health = new EndpointHealth(new LoadBalancingOptions(), time);
        Failures(health) = int.MaxValue;
        Assert.True(health.Failed());
        Assert.True(health.IsFailing);
    }

    /// <summary>From all processors, in each slice of a window.</summary>
    private void BusyMinute(Action call)
    {
        for (var second = 0; second < 60; second++)
        {
            Parallel.For(0, 1_000, _ => call());
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private Circuit Create()
    {
        var clock = new MillisecondClock(time);
        return new Circuit(CircuitRun.Settings, new TimeWindow(clock, Window, 10), clock, new TransitionQueue(_ => ValueTask.CompletedTask), () => 0);
    }

    // Nobody has the time to count that far.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_windows")]
    private static extern ref int Windows(Gradient2Limit limit);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_failuresInARow")]
    private static extern ref long Failures(EndpointHealth health);
}
