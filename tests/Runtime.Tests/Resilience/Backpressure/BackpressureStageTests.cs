using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Threading.Channels;
using DistPatterns.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class BackpressureStageTests
{
    private static readonly BackpressureOptions Eight = new() { Capacity = 8, MinPrefetch = 2, MaxPrefetch = 18 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_stage_makes_its_producer_wait()
    {
        var stage = new BackpressureStage<int>(new() { Capacity = 2 }, (_, _) => default);
        Assert.True(stage.TryEnqueue(1));
        Assert.True(stage.TryEnqueue(2));
        Assert.False(stage.TryEnqueue(3));
        var waiting = stage.EnqueueAsync(3, Token).AsTask();
        Assert.False(waiting.IsCompleted);

        var run = stage.RunAsync(Token);
        await waiting;
        stage.Complete();
        await run;
    }

    [Fact]
    public void Prefetch_falls_as_the_stage_fills_in_steps_of_a_quarter()
    {
        var stage = new BackpressureStage<int>(Eight, (_, _) => default);
        List<int> seen = [stage.Prefetch];
        for (var item = 0; item < Eight.Capacity; item++)
        {
            stage.TryEnqueue(item);
            seen.Add(stage.Prefetch);
        }

        Assert.Equal([18, 18, 14, 14, 10, 10, 6, 6, 2], seen);
        Assert.Equal(1, stage.Fullness);
    }

    [Fact]
    public async Task Prefetch_rises_again_as_the_stage_drains_and_its_reader_sees_the_newest_value()
    {
        var stage = new BackpressureStage<int>(Eight, (_, _) => default);
        for (var item = 0; item < Eight.Capacity; item++)
        {
            stage.TryEnqueue(item);
        }

        stage.Complete();
        await stage.RunAsync(Token);

        Assert.Equal([18], await stage.PrefetchChanges(Token).ToListAsync(Token));
    }

    [Fact]
    public async Task One_worker_keeps_the_order_and_what_waits_at_completion_is_handled()
    {
        List<int> handled = [];
        var stage = new BackpressureStage<int>(Eight, (item, _) => { handled.Add(item); return default; });
        foreach (var item in Enumerable.Range(0, 5))
        {
            stage.TryEnqueue(item);
        }

        stage.Complete();
        await stage.RunAsync(Token);

        Assert.Equal([0, 1, 2, 3, 4], handled);
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await stage.EnqueueAsync(5, Token));
    }

    [Fact]
    public async Task Workers_run_at_the_same_time()
    {
        var bothAreIn = new TaskCompletionSource();
        var inside = 0;
        var stage = new BackpressureStage<int>(new() { Workers = 2 }, async (_, _) =>
        {
            if (Interlocked.Increment(ref inside) == 2)
            {
                bothAreIn.SetResult();
            }

            await bothAreIn.Task;
        });
        stage.TryEnqueue(1);
        stage.TryEnqueue(2);
        stage.Complete();

        await stage.RunAsync(Token);

        Assert.Equal(2, inside);
    }

    [Fact]
    public async Task A_handler_that_fails_ends_the_stage_and_tells_the_producer_why()
    {
        var stage = new BackpressureStage<int>(new() { Workers = 3 }, (_, _) => throw new InvalidOperationException("broken"));
        stage.TryEnqueue(1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.RunAsync(Token));

        var refused = await Assert.ThrowsAsync<ChannelClosedException>(async () => await stage.EnqueueAsync(2, Token));
        Assert.Equal("broken", refused.InnerException?.Message);
    }

    [Fact]
    public async Task After_a_handler_has_failed_the_other_workers_begin_nothing_more()
    {
        var second = new TaskCompletionSource();
        ConcurrentBag<int> handled = [];
        var stage = new BackpressureStage<int>(new() { Workers = 2 }, async (item, failed) =>
        {
            handled.Add(item);
            if (item == 1)
            {
                await second.Task;
                throw new InvalidOperationException("broken");
            }

            second.TrySetResult();
            await Task.Delay(Timeout.Infinite, failed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        foreach (var item in Enumerable.Range(1, 4))
        {
            stage.TryEnqueue(item);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.RunAsync(Token));

        Assert.Equal([1, 2], handled.Order());
    }

    [Fact]
    public async Task A_stage_that_is_cancelled_begins_nothing_more()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        List<int> handled = [];
        var stage = new BackpressureStage<int>(new(), (item, _) =>
        {
            handled.Add(item);
            cancel.Cancel();
            return default;
        });
        stage.TryEnqueue(1);
        stage.TryEnqueue(2);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.RunAsync(cancel.Token));

        Assert.Equal([1], handled);
    }

    [Fact]
    public async Task An_item_is_handled_under_its_producers_deadline_or_not_at_all_once_that_expired()
    {
        var time = new FakeTimeProvider();
        List<(string Item, TimeSpan? Remaining)> handled = [];
        List<object> expired = [];
        var stage = new BackpressureStage<string>(
            new() { OnExpired = expired.Add },
            (item, _) => { handled.Add((item, Deadline.Current?.Remaining)); return default; });
        EnqueueFor("late", 1);
        EnqueueFor("in time", 3);
        stage.TryEnqueue("any time");
        stage.Complete();
        time.Advance(TimeSpan.FromSeconds(1));

        using (Deadline.Push(Deadline.After(TimeSpan.FromHours(1), time)))
        {
            await stage.RunAsync(Token);
        }

        Assert.Equal([("in time", TimeSpan.FromSeconds(2)), ("any time", null)], handled);
        Assert.Equal(["late"], expired);

        void EnqueueFor(string item, int seconds)
        {
            using var scope = Deadline.Push(Deadline.After(TimeSpan.FromSeconds(seconds), time));
            stage.TryEnqueue(item);
        }
    }

    [Fact]
    public void A_least_prefetch_above_the_most_is_refused() => Assert.Contains(
        nameof(BackpressureOptions.MinPrefetch),
        Assert.Throws<ValidationException>(() => new BackpressureStage<int>(new() { MinPrefetch = 200 }, (_, _) => default)).Message,
        StringComparison.Ordinal);
}
