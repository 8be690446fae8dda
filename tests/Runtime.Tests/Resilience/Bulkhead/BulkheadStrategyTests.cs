using System.ComponentModel.DataAnnotations;
using DistPatterns.Resilience;
using Microsoft.Extensions.Time.Testing;
using Polly;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class BulkheadStrategyTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task A_call_that_finds_it_full_is_rejected_and_told_why()
    {
        var reasons = new List<BulkheadRejectionReason>();
        var pipeline = Builder().AddBulkhead(new BulkheadStrategyOptions
        {
            MaxConcurrency = 1,
            OnRejected = rejected =>
            {
                reasons.Add(rejected.Reason);
                return ValueTask.CompletedTask;
            },
        }).Build();
        var (call, end) = Hold(pipeline);

        var rejection = await Assert.ThrowsAsync<BulkheadRejectedException>(() => Hold(pipeline).Call);
        Assert.Equal((BulkheadRejectionReason.Full, "Bulkhead"), (rejection.Reason, rejection.TelemetrySource?.StrategyName));
        Assert.Equal([BulkheadRejectionReason.Full], reasons);
        end.SetResult();
        await call;
        await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_call_that_fails_gives_its_permit_back()
    {
        var pipeline = Builder().AddBulkhead(new BulkheadStrategyOptions { MaxConcurrency = 1 }).Build();
        for (var call = 0; call < 3; call++)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => FailAsync(pipeline));
            await Assert.ThrowsAsync<TimeoutException>(() => FailAsync(pipeline, isLater: true));
        }
    }

    [Fact]
    public async Task A_waiting_call_runs_when_its_turn_comes()
    {
        var pipeline = Builder().AddBulkhead(new BulkheadStrategyOptions { MaxConcurrency = 1, QueueLimit = 1 }).Build();
        var (first, end) = Hold(pipeline);
        var second = pipeline.ExecuteAsync(_ => ValueTask.FromResult(2), TestContext.Current.CancellationToken).AsTask();
        Assert.False(second.IsCompleted);
        end.SetResult();
        await first;
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task A_waiting_call_that_is_cancelled_says_so()
    {
        var pipeline = Builder().AddBulkhead(new BulkheadStrategyOptions { MaxConcurrency = 1, QueueLimit = 1 }).Build();
        Hold(pipeline);
        using var caller = new CancellationTokenSource();
        var waiting = pipeline.ExecuteAsync(_ => ValueTask.CompletedTask, caller.Token).AsTask();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData(LimitAlgorithm.Gradient2)]
    [InlineData(LimitAlgorithm.Aimd)]
    public async Task Timeouts_bring_an_adaptive_limit_down(LimitAlgorithm algorithm)
    {
        var pipeline = Builder().AddAdaptiveBulkhead(new AdaptiveBulkheadStrategyOptions
        {
            Algorithm = algorithm,
            InitialConcurrency = 10,
            MinSamples = 1,
        }).Build();
        for (var window = 0; window < 40; window++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Assert.ThrowsAsync<TimeoutException>(() => FailAsync(pipeline));
        }

        var held = Enumerable.Range(0, 10).Select(_ => Hold(pipeline)).ToList();
        Assert.InRange(held.Count(call => !call.Call.IsCompleted), 1, 4);
    }

    [Fact]
    public async Task An_adaptive_limit_that_is_used_grows_until_it_is_not()
    {
        var pipeline = Builder().AddAdaptiveBulkhead(new AdaptiveBulkheadStrategyOptions
        {
            Algorithm = LimitAlgorithm.Aimd,
            InitialConcurrency = 1,
            MinSamples = 1,
        }).Build();
        for (var window = 0; window < 5; window++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask, TestContext.Current.CancellationToken);
        }

        var held = Enumerable.Range(0, 4).Select(_ => Hold(pipeline)).ToList();
        Assert.Equal(2, held.Count(call => !call.Call.IsCompleted));
    }

    [Fact]
    public async Task One_key_does_not_take_the_place_of_another()
    {
        var tenant = new ResiliencePropertyKey<string>("tenant");
        var pipeline = Builder().AddKeyedBulkhead(new KeyedBulkheadStrategyOptions<string>
        {
            KeySelector = context => context.Properties.GetValue(tenant, string.Empty),
            Bulkhead = new BulkheadStrategyOptions { MaxConcurrency = 1 },
        }).Build();
        Hold(pipeline, Context("a"));
        await Assert.ThrowsAsync<BulkheadRejectedException>(() => Hold(pipeline, Context("a")).Call);
        Assert.False(Hold(pipeline, Context("b")).Call.IsCompleted);

        ResilienceContext Context(string name)
        {
            var context = ResilienceContextPool.Shared.Get(TestContext.Current.CancellationToken);
            context.Properties.Set(tenant, name);
            return context;
        }
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused_by_name()
    {
        var error = Assert.Throws<ValidationException>(() => Builder().AddAdaptiveBulkhead(new AdaptiveBulkheadStrategyOptions { MinConcurrency = 30 }));
        Assert.Contains(nameof(AdaptiveBulkheadStrategyOptions.InitialConcurrency), error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ValidationException>(() => Builder().AddKeyedBulkhead(new KeyedBulkheadStrategyOptions<string>
        {
            KeySelector = _ => string.Empty,
            Bulkhead = new BulkheadStrategyOptions { MaxConcurrency = 0 },
        }));
        Assert.Contains(nameof(BulkheadStrategyOptions.MaxConcurrency), error.Message, StringComparison.Ordinal);
    }

    private static async Task FailAsync(ResiliencePipeline pipeline, bool isLater = false) => await pipeline.ExecuteAsync(async _ =>
    {
        if (isLater)
        {
            await Task.Yield();
        }

        throw new TimeoutException();
    });

    private ResiliencePipelineBuilder Builder() => new() { TimeProvider = time };

    private static (Task Call, TaskCompletionSource End) Hold(ResiliencePipeline pipeline, ResilienceContext? context = null)
    {
        var end = new TaskCompletionSource();
        context ??= ResilienceContextPool.Shared.Get(TestContext.Current.CancellationToken);
        return (pipeline.ExecuteAsync(async _ => await end.Task, context).AsTask(), end);
    }
}
