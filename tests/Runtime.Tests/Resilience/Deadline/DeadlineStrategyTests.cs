using System.ComponentModel.DataAnnotations;
using DistPatterns.Resilience;
using Microsoft.Extensions.Time.Testing;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class DeadlineStrategyTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ResiliencePipeline Pipeline(DeadlineStrategyOptions? options = null) =>
        new ResiliencePipelineBuilder { TimeProvider = _time }.AddDeadline(options).Build();

    [Fact]
    public async Task Expired_work_is_refused_before_it_starts()
    {
        var (started, told) = (false, false);
        var pipeline = Pipeline(new() { OnExpired = _ => { told = true; return default; } });

        using (Deadline.Push(Deadline.After(TimeSpan.Zero, _time)))
        {
            await Assert.ThrowsAsync<DeadlineExpiredException>(async () => await pipeline.ExecuteAsync(_ => { started = true; return default; }, Token));
        }

        Assert.False(started);
        Assert.True(told);
    }

    [Fact]
    public async Task Running_work_is_cancelled_when_the_time_is_up()
    {
        using var scope = Deadline.Push(Deadline.After(TimeSpan.FromSeconds(3), _time));
        var run = Pipeline(new() { Timeout = TimeSpan.FromMinutes(1) }).ExecuteAsync(Forever, Token).AsTask();

        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(run.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await Assert.ThrowsAsync<TimeoutRejectedException>(() => run);
    }

    [Fact]
    public async Task The_own_timeout_holds_where_the_caller_has_more_time_or_no_deadline()
    {
        var run = Pipeline(new() { Timeout = TimeSpan.FromSeconds(1) }).ExecuteAsync(Forever, Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<TimeoutRejectedException>(() => run);
    }

    [Fact]
    public async Task Time_that_runs_out_between_the_check_and_the_timer_still_ends_the_work()
    {
        var atCreation = 0L;
        var atTheCheck = TimeSpan.TicksPerSecond - 1;
        var afterwards = TimeSpan.TicksPerSecond;
        using var scope = Deadline.Push(Deadline.After(TimeSpan.FromSeconds(1), new ScriptedTime(atCreation, atTheCheck, afterwards)));
        await Assert.ThrowsAsync<TimeoutRejectedException>(async () => await Pipeline().ExecuteAsync(
            token =>
            {
                token.ThrowIfCancellationRequested();
                return default;
            },
            Token));
    }

    [Fact]
    public async Task The_deadline_of_a_context_holds()
    {
        var context = ResilienceContextPool.Shared.Get(Token);
        Deadline.Set(context, Deadline.After(TimeSpan.FromSeconds(1), _time));

        var run = Pipeline().ExecuteAsync(static inner => Forever(inner.CancellationToken), context).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<TimeoutRejectedException>(() => run);
    }

    [Fact]
    public async Task The_callee_is_told_what_remains_at_the_start_of_each_execution()
    {
        var told = new List<TimeSpan>();
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddDeadline(new() { Timeout = TimeSpan.FromSeconds(3) })
            .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 1, Delay = TimeSpan.Zero })
            .AddDeadline(new() { Timeout = TimeSpan.FromSeconds(2), Announce = (_, remaining) => told.Add(remaining) })
            .AddDeadline(new() { Announce = (_, remaining) => told.Add(remaining) })
            .Build();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pipeline.ExecuteAsync(
            _ =>
            {
                _time.Advance(TimeSpan.FromSeconds(1.5));
                throw new InvalidOperationException();
            },
            Token));

        Assert.Equal([2, 2, 1.5, 1.5], told.Select(remaining => remaining.TotalSeconds));
    }

    [Fact]
    public async Task A_callee_that_cannot_be_told_is_a_failure_of_the_execution()
    {
        var started = false;
        var pipeline = Pipeline(new() { Timeout = TimeSpan.FromSeconds(1), Announce = (_, _) => throw new InvalidOperationException("announce") });
        var context = ResilienceContextPool.Shared.Get(Token);

        var outcome = await pipeline.ExecuteOutcomeAsync((_, _) => { started = true; return Outcome.FromResultAsValueTask(1); }, context, 0);

        Assert.Equal(("announce", false), (outcome.Exception?.Message, started));
        Assert.Null(Deadline.Of(context));
    }

    [Fact]
    public async Task No_deadline_and_no_timeout_leave_the_token_alone()
    {
        using var source = new CancellationTokenSource();
        await Pipeline().ExecuteAsync(token => { Assert.Equal(source.Token, token); return default; }, source.Token);
    }

    [Fact]
    public async Task A_deadline_beyond_every_timer_needs_none()
    {
        using var scope = Deadline.Push(Deadline.After(TimeSpan.FromDays(400), _time));
        await Pipeline().ExecuteAsync(_ => default, Token);
    }

    [Fact]
    public async Task Strategies_below_find_the_deadline_and_a_retry_above_gets_the_former_one_back()
    {
        var seen = new List<TimeSpan>();
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 1, Delay = TimeSpan.Zero })
            .AddDeadline(new() { Timeout = TimeSpan.FromSeconds(1) })
            .Build();
        var context = ResilienceContextPool.Shared.Get(Token);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pipeline.ExecuteAsync(
            inner =>
            {
                seen.Add(Deadline.Of(inner)!.Remaining);
                _time.Advance(TimeSpan.FromSeconds(0.9));
                throw new InvalidOperationException();
            },
            context));

        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)], seen);
        Assert.Null(Deadline.Of(context));
        ResilienceContextPool.Shared.Return(context);
    }

    [Fact]
    public async Task Time_that_the_caller_lacks_is_no_failure_of_the_dependency()
    {
        var failures = new List<Type>();
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddDeadline(new() { Timeout = TimeSpan.FromSeconds(1) })
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments =>
                {
                    failures.Add(arguments.Outcome.Exception!.GetType());
                    return new(false);
                },
            })
            .AddDeadline(new() { Timeout = TimeSpan.FromSeconds(10) })
            .Build();

        var run = pipeline.ExecuteAsync(Forever, Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<TimeoutRejectedException>(() => run);
        Assert.DoesNotContain(typeof(TimeoutRejectedException), failures);
        Assert.Single(failures);
    }

    [Fact]
    public async Task An_attempt_that_runs_out_of_its_own_time_is_one()
    {
        var attempts = 0;
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddDeadline(new() { Timeout = TimeSpan.FromSeconds(10) })
            .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 1, Delay = TimeSpan.Zero })
            .AddDeadline(new() { Timeout = TimeSpan.FromSeconds(1) })
            .Build();

        var run = pipeline.ExecuteAsync(token => ++attempts == 1 ? Forever(token) : default, Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));

        await run;
        Assert.Equal(2, attempts);
    }

    [Fact]
    public void A_timeout_out_of_range_is_refused_when_the_pipeline_is_built()
    {
        var refused = Assert.Throws<ValidationException>(() => Pipeline(new() { Timeout = TimeSpan.FromMilliseconds(1) }));
        Assert.Contains(nameof(DeadlineStrategyOptions.Timeout), refused.Message, StringComparison.Ordinal);
    }

    private static async ValueTask Forever(CancellationToken cancellationToken) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

    private sealed class ScriptedTime(params long[] timestamps) : TimeProvider
    {
        private readonly Queue<long> _timestamps = new(timestamps);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => throw new NotSupportedException("A deadline is no time of day.");

        public override long GetTimestamp() => _timestamps.Dequeue();
    }
}
