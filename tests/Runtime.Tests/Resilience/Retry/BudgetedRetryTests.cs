using System.ComponentModel.DataAnnotations;
using DistPatterns.Resilience;
using Microsoft.Extensions.Time.Testing;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class BudgetedRetryTests
{
    private readonly FakeTimeProvider time = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly List<TimeSpan> waits = [];
    private readonly List<RetryRefusal> refusals = [];
    private int attempts;

    [Fact]
    public async Task It_tries_again_until_it_succeeds()
    {
        var outcome = await RunAsync(Create(), attempt => attempt < 2 ? Outcome.FromException<int>(new TimeoutException()) : Outcome.FromResult(attempt));
        Assert.Equal((2, 3), (outcome.Result, attempts));
    }

    [Fact]
    public async Task The_last_real_outcome_comes_back_when_the_budget_is_spent()
    {
        var budget = new RetryBudget(new RetryBudgetOptions { MinPerSecond = 0.1, Ratio = 0 }, time);
        var pipeline = Create(options => options.Budget = budget);
        var outcome = await RunAsync(pipeline, attempt => Outcome.FromException<int>(new TimeoutException($"attempt {attempt}")));
        Assert.Equal("attempt 1", outcome.Exception?.Message);
        Assert.Equal([RetryRefusal.Budget], refusals);
    }

    [Fact]
    public async Task A_wait_that_does_not_fit_into_the_deadline_is_not_begun_and_costs_nothing()
    {
        var budget = new RetryBudget(timeProvider: time);
        var pipeline = Create(options =>
        {
            options.Budget = budget;
            options.DelayGenerator = _ => new(TimeSpan.FromSeconds(5));
        });
        using var scope = Deadline.Push(Deadline.After(TimeSpan.FromSeconds(5), time));
        var outcome = await RunAsync(pipeline, _ => Outcome.FromException<int>(new TimeoutException("real")));
        Assert.Equal(("real", 1), (outcome.Exception?.Message, attempts));
        Assert.Equal([RetryRefusal.Deadline], refusals);
        Assert.Equal(100.2, budget.Balance, 6);
    }

    [Fact]
    public async Task The_total_timeout_is_the_deadline_of_all_attempts()
    {
        var seen = new List<TimeSpan?>();
        var pipeline = Create(options =>
        {
            options.TotalTimeout = TimeSpan.FromSeconds(5);
            options.BaseDelay = TimeSpan.FromSeconds(4);
        });
        var context = ResilienceContextPool.Shared.Get(TestContext.Current.CancellationToken);
        var outcome = await RunAsync(pipeline, _ => Outcome.FromException<int>(new TimeoutException("real")), context, inner => seen.Add(Deadline.Of(inner)?.Remaining));
        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(3)], seen);
        Assert.Equal([RetryRefusal.Deadline], refusals);
        Assert.Equal("real", outcome.Exception?.Message);
        Assert.Null(Deadline.Of(context));
    }

    [Fact]
    public async Task Nothing_is_begun_once_the_callers_deadline_has_expired()
    {
        using var scope = Deadline.Push(Deadline.After(TimeSpan.Zero, time));
        var outcome = await RunAsync(Create(options => options.TotalTimeout = TimeSpan.FromSeconds(5)), _ => Outcome.FromResult(1));
        Assert.IsType<DeadlineExpiredException>(outcome.Exception);
        Assert.Equal(0, attempts);
    }

    [Fact]
    public async Task The_last_attempt_is_ended_by_the_deadline_further_in_when_the_total_time_is_up()
    {
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddBudgetedRetry(new() { TotalTimeout = TimeSpan.FromSeconds(1.5), MaxRetryAttempts = 5, BaseDelay = TimeSpan.Zero })
            .AddDeadline(new() { Timeout = TimeSpan.FromSeconds(1) })
            .Build();

        var run = pipeline.ExecuteAsync(
            async token =>
            {
                if (++attempts == 2)
                {
                    second.SetResult();
                }

                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            },
            TestContext.Current.CancellationToken).AsTask();
        time.Advance(TimeSpan.FromSeconds(1));
        await second.Task;
        time.Advance(TimeSpan.FromSeconds(0.5));

        await Assert.ThrowsAsync<TimeoutRejectedException>(() => run);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task The_wait_that_the_callee_asks_for_is_kept_in_full()
    {
        var pipeline = Create(options => options.MaxRetryAttempts = 1);
        await RunAsync(pipeline, _ => Outcome.FromException<int>(new BrokenCircuitException(TimeSpan.FromSeconds(30))));
        Assert.Equal([TimeSpan.FromSeconds(30.1)], waits);
    }

    [Fact]
    public async Task The_wait_is_drawn_from_zero_to_a_bound_that_doubles_up_to_its_limit()
    {
        var pipeline = Create(options =>
        {
            options.MaxRetryAttempts = 4;
            options.MaxDelay = TimeSpan.FromSeconds(1);
        });
        await RunAsync(pipeline, _ => Outcome.FromException<int>(new TimeoutException()));
        Assert.Equal([100, 200, 400, 500], waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public async Task A_call_cancelled_while_it_waits_ends_at_once()
    {
        using var caller = new CancellationTokenSource();
        var pipeline = Create();
        var call = pipeline.ExecuteAsync<int>(_ => throw new TimeoutException(), caller.Token).AsTask();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task An_execution_pays_once_however_many_strategies_share_the_budget()
    {
        var budget = new RetryBudget(timeProvider: time);
        var pipeline = new ResiliencePipelineBuilder<int> { TimeProvider = time }
            .AddBudgetedRetry(new BudgetedRetryStrategyOptions<int> { Budget = budget })
            .AddBudgetedHedging(new BudgetedHedgingStrategyOptions<int> { Budget = budget })
            .Build();
        await pipeline.ExecuteAsync(_ => ValueTask.FromResult(1), TestContext.Current.CancellationToken);
        Assert.Equal(100.2, budget.Balance, 6);
    }

    [Fact]
    public async Task A_predicate_that_throws_ends_the_call_with_its_exception()
    {
        var pipeline = Create(options => options.ShouldHandle = _ => throw new InvalidOperationException("predicate"));
        var outcome = await RunAsync(pipeline, _ => Outcome.FromResult(1));
        Assert.Equal("predicate", outcome.Exception?.Message);
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused_by_name()
    {
        var error = Assert.Throws<ValidationException>(() => Create(options => options.BaseDelay = TimeSpan.FromMinutes(1)));
        Assert.Contains(nameof(BudgetedRetryStrategyOptions.BaseDelay), error.Message, StringComparison.Ordinal);
    }

    private ResiliencePipeline<int> Create(Action<BudgetedRetryStrategyOptions<int>>? configure = null)
    {
        var options = new BudgetedRetryStrategyOptions<int>
        {
            Budget = new RetryBudget(timeProvider: time),
            Randomizer = () => 0.5,
            OnRetry = retry =>
            {
                waits.Add(retry.RetryDelay);
                return ValueTask.CompletedTask;
            },
            OnRefused = refused =>
            {
                refusals.Add(refused.Reason);
                return ValueTask.CompletedTask;
            },
        };
        configure?.Invoke(options);
        return new ResiliencePipelineBuilder<int> { TimeProvider = time }.AddBudgetedRetry(options).Build();
    }

    // Advances the clock by each wait, so that nothing really waits.
    private async Task<Outcome<int>> RunAsync(
        ResiliencePipeline<int> pipeline, Func<int, Outcome<int>> attempt, ResilienceContext? context = null, Action<ResilienceContext>? look = null)
    {
        context ??= ResilienceContextPool.Shared.Get(TestContext.Current.CancellationToken);
        var call = pipeline.ExecuteOutcomeAsync(
            (inner, _) =>
            {
                look?.Invoke(inner);
                return ValueTask.FromResult(attempt(attempts++));
            },
            context,
            0).AsTask();
        for (var waited = 0; !call.IsCompleted; waited++)
        {
            SpinWait.SpinUntil(() => waits.Count > waited || call.IsCompleted, TimeSpan.FromSeconds(10));
            if (waits.Count > waited)
            {
                time.Advance(waits[waited]);
            }
        }

        return await call;
    }
}
