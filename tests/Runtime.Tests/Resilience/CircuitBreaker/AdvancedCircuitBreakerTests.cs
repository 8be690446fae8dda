using System.ComponentModel.DataAnnotations;
using DistPatterns.Resilience;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Polly;
using Polly.CircuitBreaker;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class AdvancedCircuitBreakerTests
{
    private readonly FakeTimeProvider time = new();
    private readonly List<(BreakerState From, BreakerState To)> changes = [];

    [Fact]
    public async Task Failures_open_it_and_the_rejection_says_when_to_come_back()
    {
        var pipeline = Create();
        await FailAsync(pipeline, 2);
        time.Advance(TimeSpan.FromSeconds(1));

        var rejection = await Assert.ThrowsAsync<BrokenCircuitException>(async () => await SucceedAsync(pipeline));
        Assert.Equal(TimeSpan.FromSeconds(4), rejection.RetryAfter);
        Assert.Equal("CircuitBreaker", rejection.TelemetrySource?.StrategyName);
    }

    [Fact]
    public async Task Slow_successes_open_it()
    {
        var pipeline = Create(options => options.SlowCallThreshold = TimeSpan.FromSeconds(1));
        for (var call = 0; call < 2; call++)
        {
            await pipeline.ExecuteAsync(_ =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return ValueTask.CompletedTask;
            }, TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<BrokenCircuitException>(async () => await SucceedAsync(pipeline));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public async Task A_call_that_its_caller_cancelled_counts_only_when_it_was_slow(int seconds, bool opens)
    {
        var pipeline = Create(options => options.SlowCallThreshold = TimeSpan.FromSeconds(1));
        for (var call = 0; call < 2; call++)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => CancelAsync(pipeline, TimeSpan.FromSeconds(seconds)));
        }

        Assert.Equal(opens ? 1 : 0, changes.Count);
    }

    [Fact]
    public async Task In_metrics_only_mode_it_changes_state_and_rejects_nothing()
    {
        var pipeline = Create(options => options.MetricsOnly = true);
        await FailAsync(pipeline, 2);
        await SucceedAsync(pipeline);
        Assert.Equal([(BreakerState.Closed, BreakerState.Open)], changes);
    }

    [Fact]
    public async Task An_operator_isolates_and_closes_it()
    {
        var monitor = new CircuitBreakerMonitor("orders");
        var pipeline = Create(options => options.Monitor = monitor);
        monitor.Isolate();
        time.Advance(TimeSpan.FromDays(1));
        await Assert.ThrowsAsync<IsolatedCircuitException>(async () => await SucceedAsync(pipeline));

        monitor.Close();
        await SucceedAsync(pipeline);
        Assert.Equal([(BreakerState.Closed, BreakerState.Isolated), (BreakerState.Isolated, BreakerState.Closed)], changes);
    }

    [Fact]
    public async Task A_pipeline_built_anew_is_isolated_while_its_monitor_is()
    {
        var monitor = new CircuitBreakerMonitor("orders");
        monitor.Isolate();
        var pipeline = Create(options => options.Monitor = monitor);
        await Assert.ThrowsAsync<IsolatedCircuitException>(async () => await SucceedAsync(pipeline));
    }

    [Fact]
    public async Task Callbacks_come_in_order_and_may_call_through_their_own_breaker()
    {
        ResiliencePipeline pipeline = null!;
        pipeline = Create(options =>
        {
            options.HalfOpenProbes = 1;
            options.HalfOpenFailureRatio = 0;
            options.OnStateChanged = async change =>
            {
                changes.Add((change.From, change.To));
                if (change.To == BreakerState.Open)
                {
                    time.Advance(TimeSpan.FromSeconds(5));
                    await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask);
                }
            };
        });
        await FailAsync(pipeline, 2);
        Assert.Equal(
            [
                (BreakerState.Closed, BreakerState.Open),
                (BreakerState.Open, BreakerState.HalfOpen),
                (BreakerState.HalfOpen, BreakerState.Closed),
            ],
            changes);
    }

    [Fact]
    public async Task A_callback_that_throws_does_not_reach_the_caller()
    {
        var pipeline = Create(options => options.OnStateChanged = _ => throw new InvalidOperationException("callback"));
        await FailAsync(pipeline, 2);
        await Assert.ThrowsAsync<BrokenCircuitException>(async () => await SucceedAsync(pipeline));
    }

    [Fact]
    public async Task A_predicate_sees_results_of_value_types_in_an_untyped_pipeline()
    {
        var pipeline = Create(options => options.ShouldHandle = arguments => new(arguments.Outcome.Result is 503));
        Assert.Equal(503, await pipeline.ExecuteAsync(_ => ValueTask.FromResult(503), TestContext.Current.CancellationToken));
        Assert.Equal(503, await pipeline.ExecuteAsync(_ => ValueTask.FromResult(503), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<BrokenCircuitException>(async () => await SucceedAsync(pipeline));
    }

    [Fact]
    public async Task A_predicate_that_throws_gives_its_probe_back()
    {
        var isFaulty = false;
        var pipeline = Create(options =>
        {
            options.HalfOpenProbes = 1;
            options.ShouldHandle = arguments => isFaulty ? throw new InvalidOperationException("predicate") : new(arguments.Outcome.Exception is not null);
        });
        await FailAsync(pipeline, 2);
        time.Advance(TimeSpan.FromSeconds(5));
        isFaulty = true;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await SucceedAsync(pipeline));
        isFaulty = false;
        await SucceedAsync(pipeline);
    }

    [Fact]
    public async Task The_health_check_names_the_breakers_that_are_not_closed()
    {
        var registry = new CircuitBreakerRegistry();
        registry.Monitor("stock");
        Create(options => options.Monitor = registry.Monitor("orders"));
        registry.Monitor("orders").Isolate();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(registry)
            .AddHealthChecks().AddCircuitBreakers().Services
            .BuildServiceProvider();

        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        var entry = report.Entries["circuit-breakers"];
        Assert.Equal((HealthStatus.Degraded, "orders: Isolated"), (entry.Status, entry.Description));
        Assert.Equal("Closed", entry.Data["stock"]);
    }

    [Fact]
    public void Options_that_could_never_work_are_refused_by_name()
    {
        var error = Assert.Throws<ValidationException>(() => Create(options =>
        {
            options.Window = BreakerWindow.Count(10);
            options.MinimumThroughput = 11;
        }));
        Assert.Contains(nameof(AdvancedCircuitBreakerStrategyOptions.MinimumThroughput), error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ValidationException>(() => Create(options => options.FailureRatio = 0));
        Assert.Contains(nameof(AdvancedCircuitBreakerStrategyOptions.FailureRatio), error.Message, StringComparison.Ordinal);
    }

    private ResiliencePipeline Create(Action<AdvancedCircuitBreakerStrategyOptions>? configure = null)
    {
        var options = new AdvancedCircuitBreakerStrategyOptions
        {
            MinimumThroughput = 2,
            OnStateChanged = change =>
            {
                changes.Add((change.From, change.To));
                return ValueTask.CompletedTask;
            },
        };
        configure?.Invoke(options);
        return new ResiliencePipelineBuilder { TimeProvider = time }.AddAdvancedCircuitBreaker(options).Build();
    }

    private async Task CancelAsync(ResiliencePipeline pipeline, TimeSpan after) => await pipeline.ExecuteAsync(_ =>
    {
        time.Advance(after);
        throw new OperationCanceledException();
    });

    private static async Task FailAsync(ResiliencePipeline pipeline, int times)
    {
        for (var call = 0; call < times; call++)
        {
            await Assert.ThrowsAsync<TimeoutException>(async () => await pipeline.ExecuteAsync(_ => throw new TimeoutException()));
        }
    }

    private static async Task SucceedAsync(ResiliencePipeline pipeline) => await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask);
}
