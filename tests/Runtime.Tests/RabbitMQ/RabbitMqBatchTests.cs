using DistPatterns.Messaging;

namespace DistPatterns.Runtime.Tests.RabbitMQ;

/// <summary>Batches between a broker and a receiver: nothing is lost, whatever comes between their handling and their acknowledgement.</summary>
[Collection("RabbitMQ")]
public sealed class RabbitMqBatchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_batch_that_was_handled_and_could_not_be_acknowledged_comes_again_message_by_message()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await using var link = new BrokerLink(bench.Broker);
        Guid[] unacknowledged = [];
        var receiver = new BatchReceiver(bench, async (ids, lost) =>
        {
            if (ids.Length > 1 && unacknowledged.Length == 0)
            {
                unacknowledged = ids;
                link.Cut();
                await Task.Delay(Timeout.Infinite, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it is committed nevertheless
            }
        });
        var all = await PublishAsync(bench, receiver, 200);

        await bench.ConsumeAsync(receiver, o => o.Consumers.Concurrency = 1, link.Address);
        await receiver.UntilAsync(handled => all.All(id => handled.Count(h => h == id) >= (unacknowledged.Contains(id) ? 2 : 1)));

        Assert.NotEmpty(unacknowledged);
        Assert.Equal(unacknowledged.Length, receiver.Calls.SkipWhile(c => c != unacknowledged).Skip(1).Count(c => c is [var id] && unacknowledged.Contains(id)));
    }

    [Fact(Timeout = 60_000)]
    public async Task When_one_of_a_failed_batch_cannot_be_set_aside_the_consumer_begins_anew_and_loses_nothing()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        Guid? poison = null;
        var attempts = 0;
        var receiver = new BatchReceiver(bench, async (ids, _) =>
        {
            poison ??= ids.Length > 1 ? ids[1] : null;
            if (ids is [var id] && id == poison && attempts++ == 0)
            {
                await bench.Channel.ExchangeDeleteAsync(RabbitMqTopology.DeadLettersOf($"{bench.Name}.shipping"), cancellationToken: Cancel);
            }

            if (poison is { } bad && ids.Contains(bad))
            {
                throw new UnknownMessageTypeException("Placed", bad);
            }
        });
        var all = await PublishAsync(bench, receiver, 200);

        await bench.ConsumeAsync(receiver, o => o.Consumers.Concurrency = 1);
        var dead = await bench.TakeAsync(RabbitMqTopology.DeadLettersOf(receiver.Consumer));
        await receiver.UntilAsync(handled => !all.Except(handled).Except([poison!.Value]).Any());

        Assert.Equal(2, attempts);
        Assert.Equal(poison, WireFormat.ToEnvelope(dead.BasicProperties, "", dead.Body).Id);
    }

    [Fact(Timeout = 60_000)]
    public async Task At_a_graceful_stop_amid_a_failed_batch_what_was_not_tried_by_itself_goes_back()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        List<Guid> failed = [];
        var receiver = new BatchReceiver(bench, async (ids, cancel) =>
        {
            if (ids.Length > 1)
            {
                failed.AddRange(ids);
                throw new InvalidOperationException("one of them fails");
            }

            if (failed.Count > 0)
            {
                begun.TrySetResult();
                await finish.Task.WaitAsync(cancel);
            }
        });
        var all = await PublishAsync(bench, receiver, 50);
        var consumer = await bench.ConsumeAsync(receiver, o => o.Consumers.Concurrency = 1);
        await begun.Task;

        var stopping = consumer.StopAsync(Cancel);
        finish.SetResult();
        await stopping;

        var handled = receiver.Calls.Where(c => c.Length == 1).SelectMany(c => c).ToArray();
        Assert.InRange(handled.Intersect(failed).Count(), 1, failed.Count - 1);
        await RabbitMqConsumerTests.WaitForAsync(async () => await bench.Channel.MessageCountAsync(receiver.Consumer, Cancel) == all.Length - handled.Length);
    }

    /// <summary>Messages that wait in the queue of a receiver as it begins.</summary>
    private static async Task<Guid[]> PublishAsync(RabbitMqBench bench, BatchReceiver receiver, int count)
    {
        var consumer = await bench.ConsumeAsync(receiver);
        await consumer.StopAsync(Cancel);
        var messages = Enumerable.Range(0, count).Select(_ => bench.Message()).ToArray();
        await bench.Transport().PublishAsync(messages, Cancel);
        return [.. messages.Select(m => m.Id)];
    }
}
