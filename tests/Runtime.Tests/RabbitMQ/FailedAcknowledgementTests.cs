namespace DistPatterns.Runtime.Tests.RabbitMQ;

/// <summary>The broker could not be told that a message is done with: the channel was closed meanwhile. The pipeline ends, and what is not acknowledged comes again.</summary>
public sealed class FailedAcknowledgementTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Nothing_more_is_begun_and_the_failure_is_told()
    {
        using var bench = new PipelineBench(maxBatch: 3) { Acknowledge = ClosedAt(2) };
        await bench.TakeAsync("a1 b1 c1 d1 a2");

        var failure = await Assert.ThrowsAsync<IOException>(bench.RunAsync);

        Assert.Equal("The channel is closed.", failure.Message);
        Assert.Equal(["a1 b1 c1"], bench.Calls);
        Assert.Equal([1], bench.Acknowledged);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_comes_later_and_what_waited_for_a_place_are_not_stuck()
    {
        using var bench = new PipelineBench(maxBatch: 2, change: o => (o.MaxPrefetch, o.MinPrefetch) = (2, 1));
        var full = new TaskCompletionSource();
        bench.Acknowledge = async _ =>
        {
            await full.Task;
            throw new IOException("The channel is closed.");
        };
        await bench.TakeAsync("a1 b1");
        var running = bench.RunAsync();
        await bench.TakeAsync("c1 d1"); // in the places that the first two have left
        var waiting = bench.TakeAsync("e1");
        Assert.False(waiting.IsCompleted);

        full.SetResult();
        await Assert.ThrowsAsync<IOException>(() => running);

        await waiting;
        await bench.TakeAsync("f1 a2");
        Assert.Equal(["a1 b1"], bench.Calls);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_others_handle_just_then_is_finished_and_acknowledged()
    {
        using var bench = new PipelineBench(maxBatch: 1, atOnce: 2);
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Handle = names => names == "a1" ? new(failed.Task.WaitAsync(Cancel)) : default;
        bench.Acknowledge = tag =>
        {
            failed.TrySetResult();
            return ClosedAt(2)(tag);
        };
        await bench.TakeAsync("a1 b1");

        await Assert.ThrowsAsync<IOException>(bench.RunAsync);

        Assert.Equal(["a1", "b1"], bench.Calls.Order());
        Assert.Equal([1], bench.Acknowledged);
    }

    private static Func<ulong, ValueTask> ClosedAt(ulong tag) => t => t == tag ? throw new IOException("The channel is closed.") : default;
}
