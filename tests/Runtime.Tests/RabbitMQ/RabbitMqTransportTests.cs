using System.Text;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client;

namespace DistPatterns.Runtime.Tests.RabbitMQ;

[Collection("RabbitMQ")]
public sealed class RabbitMqTransportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_message_arrives_as_it_was_written()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var queue = await bench.QueueAsync(bench.Destination());
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var message = bench.Message("k") with { Version = 7, TraceParent = trace, Headers = new Dictionary<string, string> { ["tenant"] = "é" }, Body = "{}"u8.ToArray() };

        var results = await bench.Transport().PublishAsync(new[] { message }, Cancel);

        Assert.Equal([PublishResult.Confirmed], results);
        var arrived = await bench.TakeAsync(queue);
        var properties = arrived.BasicProperties;
        Assert.Equal((message.Id.ToString(), "Placed", true, "Placed"), (properties.MessageId, properties.Type, properties.Persistent, arrived.RoutingKey));
        Assert.Equal(trace, Encoding.UTF8.GetString((byte[])properties.Headers!["traceparent"]!));
        var read = WireFormat.ToEnvelope(properties, arrived.Exchange, arrived.Body.ToArray());
        Assert.Equal((message.Id, message.Type, message.Destination, "k", 7L, trace), (read.Id, read.Type, read.Destination, read.Key, read.Version, read.TraceParent));
        Assert.Equal(message.Headers, read.Headers);
        Assert.Equal("{}", Encoding.UTF8.GetString(read.Body.Span));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_that_nobody_wants_fails_and_stops_its_key()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var queue = await bench.QueueAsync(bench.Destination());
        var nowhere = bench.Destination("nowhere");
        Envelope[] batch = [bench.Message("a"), bench.Message("a", destination: nowhere), bench.Message("a"), bench.Message("b"), bench.Message()];

        var results = await bench.Transport().PublishAsync(batch, Cancel);

        var error = Assert.IsType<MessageReturnedException>(results[1].Error);
        Assert.Contains($"no queue is bound to the exchange '{nowhere}'", error.Message, StringComparison.Ordinal);
        Assert.Equal((nowhere, "Placed"), (error.Destination, error.Type)); // other types may be wanted there
        Assert.Equal([true, false, false, true, true], results.Select(r => r.IsConfirmed));
        Assert.Equal(PublishResult.NotTried, results[2]);
        Assert.Equal(Ids(batch[0], batch[3], batch[4]), (await bench.TakeAllAsync(queue)).Select(m => m.BasicProperties.MessageId).Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_that_a_full_queue_refuses_fails_and_stops_its_key()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await bench.QueueAsync(bench.Destination(), new() { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" });

        var results = await bench.Transport().PublishAsync(new[] { bench.Message("a"), bench.Message("a"), bench.Message("a") }, Cancel);

        Assert.True(results[0].IsConfirmed);
        Assert.Null(Assert.IsType<MessageRefusedException>(results[1].Error).Type); // the queue is full for all
        Assert.Equal(PublishResult.NotTried, results[2]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_above_the_limit_of_the_options_is_not_sent()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await bench.QueueAsync(bench.Destination());

        var results = await bench.Transport(o => o.MaxMessageSize = 100).PublishAsync(new[] { bench.Message(size: 101), bench.Message(size: 100) }, Cancel);

        Assert.Contains("has 101 bytes, and the broker takes at most 100", Assert.IsType<MessageTooLargeException>(results[0].Error).Message, StringComparison.Ordinal);
        Assert.True(results[1].IsConfirmed);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_above_the_limit_of_the_broker_is_found_out_and_the_others_are_not_blamed()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await bench.QueueAsync(bench.Destination());
        var batch = Enumerable.Range(0, 50).Select(i => bench.Message(size: i == 20 ? 1_048_577 : 10 + i)).ToArray();
        var transport = bench.Transport();

        var results = await transport.PublishAsync(batch, Cancel);

        Assert.Contains("takes at most 1048576", Assert.IsType<MessageTooLargeException>(results[20].Error).Message, StringComparison.Ordinal);
        Assert.All(results.Where((_, i) => i != 20), r => Assert.Null(r.Error));
        Assert.All(await transport.PublishAsync(batch[..20], Cancel), r => Assert.True(r.IsConfirmed));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_that_cannot_be_put_into_a_frame_fails_alone()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await bench.QueueAsync(bench.Destination());

        var results = await bench.Transport().PublishAsync(new[] { bench.Message(), bench.Message(type: new string('x', 300)), bench.Message() }, Cancel);

        Assert.Equal([true, false, true], results.Select(r => r.IsConfirmed));
        Assert.NotNull(results[1].Error);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_destination_that_is_something_else_fails_by_name_and_the_others_go_on()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await bench.QueueAsync(bench.Destination());
        var other = bench.Destination("other");
        await bench.Channel.ExchangeDeclareAsync(other, ExchangeType.Direct, durable: true, cancellationToken: Cancel);

        var results = await bench.Transport().PublishAsync(new[] { bench.Message(destination: other), bench.Message() }, Cancel);

        var away = Assert.IsType<DestinationAwayException>(results[0].Error);
        Assert.Equal((other, null), (away.Destination, away.Type));
        Assert.Contains($"The exchange '{other}' is not as it is needed", away.Message, StringComparison.Ordinal);
        Assert.True(results[1].IsConfirmed);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_destination_that_is_missing_and_not_to_be_declared_fails_by_name()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var transport = bench.Transport(o => o.DeclareTopology = false);

        var missing = await transport.PublishAsync(new[] { bench.Message() }, Cancel);
        await bench.QueueAsync(bench.Destination());
        var there = await transport.PublishAsync(new[] { bench.Message() }, Cancel);

        Assert.IsType<DestinationAwayException>(missing[0].Error);
        Assert.True(there[0].IsConfirmed);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_exchange_that_is_deleted_on_the_way_is_declared_again_and_no_message_is_blamed()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await bench.QueueAsync(bench.Destination());
        var transport = bench.Transport();
        Assert.True((await transport.PublishAsync(new[] { bench.Message() }, Cancel))[0].IsConfirmed);

        await bench.Channel.ExchangeDeleteAsync(bench.Destination(), cancellationToken: Cancel);
        await Assert.ThrowsAsync<RabbitMqUnavailableException>(async () => await transport.PublishAsync(new[] { bench.Message("a"), bench.Message("a") }, Cancel));
        await bench.QueueAsync(bench.Destination());

        Assert.True((await transport.PublishAsync(new[] { bench.Message() }, Cancel))[0].IsConfirmed);
    }

    [Fact(Timeout = 60_000)]
    public async Task While_the_broker_is_short_of_memory_nothing_is_sent_and_then_it_goes_on()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await bench.QueueAsync(bench.Destination());
        var transport = bench.Transport(o => o.ConfirmTimeout = TimeSpan.FromMilliseconds(500));
        Assert.True((await transport.PublishAsync(new[] { bench.Message() }, Cancel))[0].IsConfirmed);
        await RabbitMqBench.ControlAsync("set_vm_memory_high_watermark", "absolute", "1000000");
        try
        {
            await RabbitMqConsumerTests.WaitForAsync(async () => await Record.ExceptionAsync(async () => await transport.PublishAsync(new[] { bench.Message("a") }, Cancel)) is RabbitMqUnavailableException);
            await RabbitMqConsumerTests.WaitForAsync(() => Task.FromResult(transport.Trouble?.Contains("takes no messages now", StringComparison.Ordinal) == true));
        }
        finally
        {
            await RabbitMqBench.ControlAsync("set_vm_memory_high_watermark", "0.4");
        }

        await RabbitMqConsumerTests.WaitForAsync(async () =>
        {
            try
            {
                return (await transport.PublishAsync(new[] { bench.Message("a") }, Cancel))[0].IsConfirmed;
            }
            catch (RabbitMqUnavailableException)
            {
                return false;
            }
        });
        Assert.Null(transport.Trouble);
    }

    [Fact(Timeout = 60_000)]
    public async Task While_the_broker_is_away_nothing_is_sent_and_then_it_goes_on()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await bench.QueueAsync(bench.Destination());
        await using var link = new BrokerLink(bench.Broker);
        link.Cut(staysUp: false);
        var transport = bench.Transport(broker: link.Address);

        var error = await Assert.ThrowsAsync<RabbitMqUnavailableException>(async () => await transport.PublishAsync(new[] { bench.Message() }, Cancel));
        Assert.Contains($"RabbitMQ at {link.Address.Host}:{link.Address.Port} cannot be used", error.Message, StringComparison.Ordinal);
        Assert.NotNull(transport.Trouble);

        link.BringUp();
        Assert.True((await transport.PublishAsync(new[] { bench.Message() }, Cancel))[0].IsConfirmed);
        Assert.Null(transport.Trouble);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_connection_that_is_cut_again_and_again_loses_nothing_and_keeps_the_order_of_each_key()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var queue = await bench.QueueAsync(bench.Destination());
        await using var link = new BrokerLink(bench.Broker);
        var transport = bench.Transport(o => o.ConfirmWindow = 32, link.Address);
        var all = Enumerable.Range(0, 4_000).Select(i => bench.Message($"{i % 40}") with { Version = i }).ToList();
        var waiting = all.ToList();
        var unknown = 0;

        for (var cuts = 0; waiting.Count > 0; cuts++)
        {
            var publishing = transport.PublishAsync(waiting.ToArray(), Cancel).AsTask();
            if (cuts < 5)
            {
                var mark = link.Sent;
                while (link.Sent < mark + 20_000 && !publishing.IsCompleted)
                {
                    await Task.Yield();
                }

                link.Cut();
            }

            try
            {
                var results = await publishing;
                Assert.All(results, r => Assert.Null(r.Error)); // no message is to blame
                unknown += results.Count(r => !r.IsConfirmed);
                waiting = [.. waiting.Where((_, i) => !results[i].IsConfirmed)];
            }
            catch (RabbitMqUnavailableException)
            {
                unknown += waiting.Count; // it was cut before the first confirm
            }
        }

        Assert.True(unknown > 0);
        var arrived = (await bench.TakeAllAsync(queue)).Select(m => WireFormat.ToEnvelope(m.BasicProperties, m.Exchange, m.Body)).ToList();
        AssertInOrder(arrived, all);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_broker_that_confirms_nothing_is_given_up_after_the_timeout()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await bench.QueueAsync(bench.Destination());
        await using var link = new BrokerLink(bench.Broker);
        var time = new FakeTimeProvider();
        var transport = bench.Transport(broker: link.Address, time: time);
        Assert.True((await transport.PublishAsync(new[] { bench.Message() }, Cancel))[0].IsConfirmed);

        link.HoldAnswers();
        var sent = link.Sent;
        var publishing = transport.PublishAsync(new[] { bench.Message("a", size: 1000), bench.Message("a") }, Cancel).AsTask();
        while (link.Sent < sent + 1000)
        {
            await Task.Yield();
        }

        time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(publishing.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        var away = await Assert.ThrowsAsync<RabbitMqUnavailableException>(() => publishing);

        Assert.Contains("confirmed nothing for 00:00:30", away.Message, StringComparison.Ordinal);
        link.ReleaseAnswers();
        Assert.True((await transport.PublishAsync(new[] { bench.Message("a") }, Cancel))[0].IsConfirmed);
    }

    [Fact(Timeout = 60_000)]
    public async Task No_more_is_on_its_way_than_the_window_holds_over_all_batches()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var queue = await bench.QueueAsync(bench.Destination());
        await using var link = new BrokerLink(bench.Broker);
        var transport = bench.Transport(o => o.ConfirmWindow = 16, link.Address);
        Assert.True((await transport.PublishAsync(new[] { bench.Message() }, Cancel))[0].IsConfirmed);

        link.HoldAnswers();
        var batches = Enumerable.Range(0, 4).Select(_ => transport.PublishAsync(Enumerable.Range(0, 50).Select(_ => bench.Message()).ToArray(), Cancel).AsTask()).ToList();
        while (await bench.Channel.MessageCountAsync(queue, Cancel) < 17)
        {
            await Task.Delay(5, Cancel);
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(17u, await bench.Channel.MessageCountAsync(queue, Cancel));
        }

        link.ReleaseAnswers();
        Assert.All(await Task.WhenAll(batches), batch => Assert.All(batch, r => Assert.True(r.IsConfirmed)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_batch_that_is_cancelled_ends_at_once_and_the_next_goes_on()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await bench.QueueAsync(bench.Destination());
        await using var link = new BrokerLink(bench.Broker);
        var transport = bench.Transport(o => o.ConfirmWindow = 4, link.Address);
        Assert.True((await transport.PublishAsync(new[] { bench.Message() }, Cancel))[0].IsConfirmed);
        using var cancel = new CancellationTokenSource();

        link.HoldAnswers();
        var publishing = transport.PublishAsync(Enumerable.Range(0, 20).Select(_ => bench.Message()).ToArray(), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
        link.ReleaseAnswers();

        Assert.All(await transport.PublishAsync(Enumerable.Range(0, 20).Select(_ => bench.Message()).ToArray(), Cancel), r => Assert.True(r.IsConfirmed));
    }

    /// <summary>All of them, and each key's in order once later copies are left out.</summary>
    internal static void AssertInOrder(IEnumerable<Envelope> arrived, IReadOnlyCollection<Envelope> sent)
    {
        var firsts = arrived.DistinctBy(m => m.Id).ToList();
        Assert.Equal(sent.Count, firsts.Count);
        foreach (var key in firsts.GroupBy(m => m.Key))
        {
            Assert.Equal(key.OrderBy(m => m.Version).Select(m => m.Version), key.Select(m => m.Version));
        }
    }

    private static IEnumerable<string?> Ids(params Envelope[] messages) => messages.Select(m => m.Id.ToString()).Order();
}
