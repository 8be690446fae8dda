using DistPatterns.Messaging;

namespace DistPatterns.Runtime.Tests.RabbitMQ;

/// <summary>Ways in which no message comes any more although the connection lives: the consumer begins anew.</summary>
[Collection("RabbitMQ")]
public sealed class RabbitMqConsumerEndTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_queue_that_is_deleted_is_declared_again()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var receiver = new RecordingReceiver($"{bench.Name}.shipping", [bench.Destination()]);
        await bench.ConsumeAsync(receiver);
        var transport = bench.Transport();

        await bench.Channel.QueueDeleteAsync(receiver.Consumer, ifUnused: false, ifEmpty: false, cancellationToken: Cancel);
        await RabbitMqConsumerTests.WaitForAsync(async () => (await transport.PublishAsync(new[] { bench.Message() }, Cancel))[0].IsConfirmed);

        await receiver.NextAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_handler_that_hangs_does_not_keep_a_consumer_whose_connection_is_lost_from_a_new_one()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await using var link = new BrokerLink(bench.Broker);
        var (hangs, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        var receiver = new RecordingReceiver($"{bench.Name}.shipping", [bench.Destination()], (m, _) => hangs.TrySetResult() ? new(never.Task) : default);
        await bench.ConsumeAsync(receiver, broker: link.Address);
        var (first, second) = (bench.Message("a"), bench.Message("a"));
        await bench.Transport().PublishAsync(new[] { first }, Cancel);
        await hangs.Task.WaitAsync(Cancel);

        link.Cut();
        await bench.Transport().PublishAsync(new[] { second }, Cancel);

        Assert.Equal([first.Id, second.Id], (await receiver.NextAsync(2)).Select(m => m.Id));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_prefetch_that_the_broker_does_not_answer_to_ends_the_session_and_not_the_consuming()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await using var link = new BrokerLink(bench.Broker);
        var go = new TaskCompletionSource();
        var receiver = new RecordingReceiver($"{bench.Name}.shipping", [bench.Destination()], (_, cancel) => new(go.Task.WaitAsync(cancel)));
        var consumer = await bench.ConsumeAsync(
            receiver,
            o =>
            {
                o.ConfigureConnection = f => f.ContinuationTimeout = TimeSpan.FromSeconds(1);
                (o.Consumers.SingleActive, o.Consumers.MaxPrefetch, o.Consumers.MinPrefetch, o.Consumers.Concurrency) = (false, 40, 2, 1);
            },
            link.Address);
        var all = Enumerable.Range(0, 500).Select(_ => bench.Message()).ToArray();
        await bench.Transport().PublishAsync(all, Cancel);
        await RabbitMqConsumerTests.WaitForAsync(async () => (await RabbitMqBench.ControlAsync("list_consumers", "queue_name", "prefetch_count"))
            .Split('\n').Any(line => line.StartsWith(bench.Name, StringComparison.Ordinal) && line.EndsWith("\t2", StringComparison.Ordinal)));

        link.HoldAnswers();
        go.SetResult(); // the prefetch rises
        await RabbitMqConsumerTests.WaitForAsync(() => Task.FromResult(consumer.Trouble is not null));
        link.ReleaseAnswers();

        await receiver.NextAsync(all.Select(m => m.Id));
    }
}
