using DistPatterns.Resilience;
using Microsoft.Extensions.Time.Testing;
using Polly;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class BudgetedHedgingTests
{
    private readonly FakeTimeProvider time = new();
    private int attempts;

    [Fact]
    public async Task A_call_that_takes_longer_than_most_gets_a_second_attempt()
    {
        var pipeline = Create(new RetryBudget(timeProvider: time));
        for (var call = 0; call < 10; call++)
        {
            await pipeline.ExecuteAsync(_ =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return ValueTask.FromResult(0);
            }, TestContext.Current.CancellationToken);
        }

        var hedged = HangFirstAsync(pipeline);
        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(1, Volatile.Read(ref attempts));
        time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(2, await hedged);
    }

    [Fact]
    public async Task Calls_whose_callers_leave_early_do_not_shorten_the_wait()
    {
        var latency = new RollingQuantile(0.95, TimeSpan.FromSeconds(30), minSamples: 1, time);
        latency.Record(TimeSpan.FromSeconds(1));
        var pipeline = new ResiliencePipelineBuilder().AddStrategy(_ => new AttemptLatencyStrategy(latency, time)).Build();
        var before = latency.Value;
        for (var call = 0; call < 100; call++)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(async () => await pipeline.ExecuteAsync(
                _ => throw new OperationCanceledException(), TestContext.Current.CancellationToken));
        }

        Assert.Equal(before, latency.Value);
    }

    [Fact]
    public async Task Without_budget_no_second_attempt_is_sent_and_the_first_outcome_holds()
    {
        var pipeline = Create(new RetryBudget(new RetryBudgetOptions { Ratio = 0, MinPerSecond = 0 }, time));
        var error = await Assert.ThrowsAsync<TimeoutException>(async () => await pipeline.ExecuteAsync<int>(_ =>
        {
            attempts++;
            throw new TimeoutException("first");
        }, TestContext.Current.CancellationToken));
        Assert.Equal(("first", 1), (error.Message, attempts));
    }

    [Fact]
    public async Task Past_its_deadline_a_call_is_not_hedged()
    {
        var pipeline = Create(new RetryBudget(timeProvider: time));
        using var scope = Deadline.Push(Deadline.After(TimeSpan.Zero, time));
        await Assert.ThrowsAsync<TimeoutException>(async () => await pipeline.ExecuteAsync<int>(_ =>
        {
            attempts++;
            throw new TimeoutException();
        }, TestContext.Current.CancellationToken));
        Assert.Equal(1, attempts);
    }

    private ResiliencePipeline<int> Create(RetryBudget budget) => new ResiliencePipelineBuilder<int> { TimeProvider = time }
        .AddBudgetedHedging(new BudgetedHedgingStrategyOptions<int> { Budget = budget, MinSamples = 10 })
        .Build();

    private Task<int> HangFirstAsync(ResiliencePipeline<int> pipeline) => pipeline.ExecuteAsync(async cancellationToken =>
    {
        var attempt = Interlocked.Increment(ref attempts);
        if (attempt == 1)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        return attempt;
    }, TestContext.Current.CancellationToken).AsTask();
}
