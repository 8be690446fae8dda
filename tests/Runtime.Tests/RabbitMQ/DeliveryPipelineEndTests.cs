namespace DistPatterns.Runtime.Tests.RabbitMQ;

/// <summary>How handling ends: what is not acknowledged goes back to the broker as its connection closes.</summary>
public sealed class DeliveryPipelineEndTests
{
    [Fact(Timeout = 60_000)]
    public async Task At_the_end_a_batch_is_finished_and_acknowledged_in_whole_and_nothing_more_is_begun()
    {
        using var bench = new PipelineBench(maxBatch: 3);
        bench.Handle = EndAt(bench, "a1 b1 c1");
        await bench.TakeAsync("a1 a2 b1 c1 d1");

        await bench.RunAsync();

        Assert.Equal(["a1 b1 c1"], bench.Calls);
        Assert.Equal([1, 3, 4], bench.Acknowledged);
    }

    [Fact(Timeout = 60_000)]
    public async Task At_the_end_a_batch_that_fails_goes_back_in_whole()
    {
        using var bench = new PipelineBench();
        bench.Handle = names =>
        {
            bench.End();
            throw new InvalidOperationException("one of them fails");
        };
        await bench.TakeAsync("a1 b1 c1");

        await bench.RunAsync();

        Assert.Equal(["a1 b1 c1"], bench.Calls);
        Assert.Empty(bench.Acknowledged);
    }

    [Fact(Timeout = 60_000)]
    public async Task At_the_end_the_one_of_a_failed_batch_that_is_tried_is_finished_and_the_rest_goes_back()
    {
        using var bench = new PipelineBench();
        bench.Handle = EndAt(bench, "b1", failing: "a1 b1 c1 d1");
        await bench.TakeAsync("a1 b1 c1 d1 b2");

        await bench.RunAsync();

        Assert.Equal(["a1 b1 c1 d1", "a1", "b1"], bench.Calls);
        Assert.Equal([1, 2], bench.Acknowledged);
    }

    [Fact(Timeout = 60_000)]
    public async Task At_the_end_one_that_waits_for_its_next_attempt_goes_back_without_it()
    {
        using var bench = new PipelineBench(maxBatch: 1, change: o => o.RetryDelay = TimeSpan.FromSeconds(10));
        bench.Handle = EndAt(bench, "b1", failing: "a1");
        await bench.TakeAsync("a1 a2 b1");

        await bench.RunAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["a1", "b1"], bench.Calls);
        Assert.Equal([3], bench.Acknowledged);
    }

    [Fact(Timeout = 60_000)]
    public async Task When_a_message_of_a_failed_batch_is_cancelled_the_rest_of_it_is_not_begun()
    {
        using var bench = new PipelineBench(change: o => (o.MaxPrefetch, o.MinPrefetch) = (4, 1));
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Handle = names =>
        {
            switch (names)
            {
                case "a1 b1 c1 d1":
                    throw new InvalidOperationException("one of them fails");
                case "b1":
                    cancelled.SetResult();
                    throw bench.Cancel();
                default:
                    return default;
            }
        };
        await bench.TakeAsync("a1 b1 c1 d1");
        var running = bench.RunAsync();

        await cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);
        await bench.TakeAsync("e1 f1 g1 h1 i1"); // there is place for four: the last finds one when those before it are through
        bench.End();
        await running;

        Assert.Equal(["a1 b1 c1 d1", "a1", "b1"], bench.Calls);
        Assert.Equal([1], bench.Acknowledged);
    }

    [Theory(Timeout = 60_000), InlineData("a1"), InlineData("a1 b1")]
    public async Task What_fails_because_it_is_cancelled_has_used_no_attempt_whatever_it_fails_with(string deliveries)
    {
        using var bench = new PipelineBench(change: o => o.MaxAttempts = 1);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Handle = _ =>
        {
            cancelled.TrySetResult();
            throw new InvalidOperationException("The service did not answer.", bench.Cancel());
        };
        await bench.TakeAsync(deliveries);
        var running = bench.RunAsync();

        await cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);
        bench.End();
        await running;

        Assert.Equal([deliveries], bench.Calls);
        Assert.Empty(bench.Acknowledged);
    }

    private static Func<string, ValueTask> EndAt(PipelineBench bench, string last, string? failing = null) => names =>
    {
        if (names == last)
        {
            bench.End();
        }

        return names == failing ? throw new InvalidOperationException("It fails.") : default;
    };
}
