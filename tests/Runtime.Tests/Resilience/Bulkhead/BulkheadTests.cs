using DistPatterns.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class BulkheadTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void It_admits_its_limit_and_no_more()
    {
        using var bulkhead = Create(limit: 2);
        Assert.True(bulkhead.TryEnter());
        Assert.True(bulkhead.TryEnter());
        Assert.False(bulkhead.TryEnter());
        bulkhead.Exit();
        Assert.True(bulkhead.TryEnter());
    }

    [Fact]
    public async Task A_permit_goes_to_who_waits_and_not_to_a_newcomer()
    {
        using var bulkhead = Create(limit: 1);
        Assert.True(bulkhead.TryEnter());
        var waiting = Wait(bulkhead);
        bulkhead.Exit();
        Assert.False(bulkhead.TryEnter());
        Assert.True((await waiting).IsGranted);
        Assert.Equal((1, 0), (bulkhead.InFlight, bulkhead.Waiting));
    }

    [Fact]
    public async Task Calls_wait_in_the_order_they_came()
    {
        using var bulkhead = Create(limit: 1);
        bulkhead.TryEnter();
        var first = Wait(bulkhead);
        var second = Wait(bulkhead);
        bulkhead.Exit();
        Assert.True((await first).IsGranted);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task A_full_queue_rejects()
    {
        using var bulkhead = Create(limit: 1, queueLimit: 1);
        bulkhead.TryEnter();
        _ = Wait(bulkhead);
        Assert.Equal(BulkheadRejectionReason.Full, (await Wait(bulkhead)).Rejection);
    }

    [Fact]
    public async Task Higher_priority_goes_first_and_takes_the_place_of_the_lowest()
    {
        using var bulkhead = Create(limit: 1, queueLimit: 2);
        bulkhead.TryEnter();
        var normal = Wait(bulkhead);
        var background = Wait(bulkhead, CallPriority.Background);
        var critical = Wait(bulkhead, CallPriority.Critical);
        Assert.Equal(BulkheadRejectionReason.Displaced, (await background).Rejection);

        bulkhead.Exit();
        Assert.True((await critical).IsGranted);
        Assert.False(normal.IsCompleted);
    }

    [Fact]
    public async Task A_late_queue_serves_the_newest_and_gives_up_the_oldest()
    {
        using var bulkhead = Create(limit: 2);
        bulkhead.TryEnter();
        bulkhead.TryEnter();
        var oldest = Wait(bulkhead);
        time.Advance(TimeSpan.FromMilliseconds(100)); // the sweep sees it above the target
        var older = Wait(bulkhead);
        time.Advance(TimeSpan.FromMilliseconds(100)); // and, an interval later, that it has stayed there
        var newest = Wait(bulkhead);

        Assert.Equal(BulkheadRejectionReason.Late, (await oldest).Rejection);
        bulkhead.Exit();
        Assert.True((await newest).IsGranted);
        Assert.False(older.IsCompleted);
    }

    [Fact]
    public async Task A_burst_that_drains_in_time_is_served_in_order()
    {
        using var bulkhead = Create(limit: 1);
        bulkhead.TryEnter();
        var first = Wait(bulkhead);
        time.Advance(TimeSpan.FromMilliseconds(90));
        var second = Wait(bulkhead);
        bulkhead.Exit();
        Assert.True((await first).IsGranted);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task A_call_whose_deadline_passes_leaves_the_queue_though_no_permit_comes_free()
    {
        using var bulkhead = Create(limit: 1);
        bulkhead.TryEnter();
        var waiting = bulkhead.WaitAsync(CallPriority.Normal, Deadline.After(TimeSpan.FromMilliseconds(50), time), TestContext.Current.CancellationToken).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(BulkheadRejectionReason.DeadlineExpired, (await waiting).Rejection);
        Assert.Equal(0, bulkhead.Waiting);
    }

    [Fact]
    public async Task A_smaller_limit_is_reached_as_calls_end()
    {
        using var bulkhead = Create(limit: 3);
        Assert.True(bulkhead.TryEnter() && bulkhead.TryEnter() && bulkhead.TryEnter());
        var waiting = Wait(bulkhead);
        bulkhead.Limit = 1;
        bulkhead.Exit();
        bulkhead.Exit();
        Assert.False(waiting.IsCompleted);
        bulkhead.Exit();
        Assert.True((await waiting).IsGranted);
        Assert.Equal(1, bulkhead.InFlight);
    }

    [Fact]
    public async Task A_greater_limit_lets_those_that_wait_go_on()
    {
        using var bulkhead = Create(limit: 1);
        bulkhead.TryEnter();
        var first = Wait(bulkhead);
        var second = Wait(bulkhead);
        bulkhead.Limit = 2;
        Assert.True((await first).IsGranted);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task A_cancelled_call_leaves_the_queue()
    {
        using var bulkhead = Create(limit: 1, queueLimit: 1);
        bulkhead.TryEnter();
        using var caller = new CancellationTokenSource();
        var waiting = bulkhead.WaitAsync(CallPriority.Normal, null, caller.Token).AsTask();
        await caller.CancelAsync();
        Assert.Equal(QueueVerdict.Cancelled, await waiting);
        bulkhead.Exit();
        Assert.True(bulkhead.TryEnter());
    }

    private Bulkhead Create(int limit, int queueLimit = 10) => new(limit, new BulkheadStrategyOptions { QueueLimit = queueLimit }, time);

    private static Task<QueueVerdict> Wait(Bulkhead bulkhead, CallPriority priority = CallPriority.Normal) =>
        bulkhead.WaitAsync(priority, null, CancellationToken.None).AsTask();
}
