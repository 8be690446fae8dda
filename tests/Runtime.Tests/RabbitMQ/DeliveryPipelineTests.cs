using DistPatterns.Messaging;

namespace DistPatterns.Runtime.Tests.RabbitMQ;

/// <summary>What is handled together, and what by itself.</summary>
public sealed class DeliveryPipelineTests
{
    [Fact(Timeout = 60_000)]
    public async Task What_waits_is_handled_together()
    {
        using var bench = new PipelineBench(maxBatch: 3);

        await bench.RunAsync("a1 b1 c1 d1 e1");

        Assert.Equal(["a1 b1 c1", "d1 e1"], bench.Calls);
        Assert.Equal([1, 2, 3, 4, 5], bench.Acknowledged);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_one_key_a_batch_has_one_and_the_others_follow_in_their_order()
    {
        using var bench = new PipelineBench();

        await bench.RunAsync("a1 a2 b1 a3 b2");

        Assert.Equal(["a1 b1", "a2 b2", "a3"], bench.Calls);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_must_not_be_handled_with_others_is_handled_by_itself()
    {
        using var bench = new PipelineBench { Alone = "c1" };

        await bench.RunAsync("a1 b1 c1 d1 e1");

        Assert.Equal(["a1 b1", "d1 e1", "c1"], bench.Calls);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_delivered_before_is_handled_by_itself()
    {
        using var bench = new PipelineBench { Redelivered = "b1" }; // whoever had it may have died of it

        await bench.RunAsync("a1 b1 c1");

        Assert.Equal(["a1", "b1", "c1"], bench.Calls.Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task When_a_batch_fails_each_is_handled_by_itself_and_only_what_failed_again()
    {
        using var bench = new PipelineBench();
        bench.Handle = names => names == "a1 b1 c1" || (names == "b1" && bench.Calls.Count(c => c == "b1") == 1) ? throw new InvalidOperationException("not yet") : default;

        await bench.RunAsync("a1 b1 b2 c1");

        Assert.Equal(["a1 b1 c1", "a1", "b1", "c1", "b1", "b2"], bench.Calls);
        Assert.Equal([1, 4, 2, 3], bench.Acknowledged);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_failed_by_itself_is_tried_again_by_itself()
    {
        using var bench = new PipelineBench();
        bench.Handle = async names =>
        {
            if (names == "a1" && bench.Calls.Count == 1)
            {
                await bench.TakeAsync("b1 c1");
                throw new InvalidOperationException("not yet");
            }
        };

        await bench.RunAsync("a1");

        Assert.Equal(["a1", "b1 c1", "a1"], bench.Calls);
    }

    /// <summary>Where processes share a queue, a worker takes at most half of what it has of the prefetch, so that others find some.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData(true, 1, null, 8)]
    [InlineData(false, 1, null, 4)]
    [InlineData(false, 2, null, 2)]
    [InlineData(false, 1, 2, 2)] // the consumer says itself how many at once
    [InlineData(false, 8, 1, 4)]
    [InlineData(false, 8, null, 1)]
    public async Task A_batch_takes_no_more_than_its_share(bool singleActive, int concurrency, int? atOnce, int share)
    {
        using var bench = new PipelineBench(maxBatch: 100, atOnce, o => (o.SingleActive, o.Concurrency, o.MaxPrefetch, o.MinPrefetch) = (singleActive, concurrency, 8, 1));

        await bench.RunAsync("a1 b1 c1 d1 e1 f1 g1 h1");

        Assert.Equal(share, bench.Calls.Max(c => c.Split(' ').Length));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_batch_takes_no_more_than_the_consumer_allows_whatever_its_share()
    {
        using var bench = new PipelineBench(maxBatch: 3, change: o => o.SingleActive = false);

        await bench.RunAsync("a1 b1 c1 d1 e1");

        Assert.Equal(["a1 b1 c1", "d1 e1"], bench.Calls);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_database_that_is_away_cuts_short_has_used_no_attempt()
    {
        using var bench = new PipelineBench(maxBatch: 1, change: o => o.MaxAttempts = 1);
        var times = 0;
        bench.Handle = _ => ++times < 5 ? throw new ConsumerStoreAwayException("inventory", new IOException("The server closed the connection.")) : default;

        await bench.RunAsync("a1 a2");

        Assert.Equal(["a1", "a1", "a1", "a1", "a1", "a2"], bench.Calls);
    }
}
