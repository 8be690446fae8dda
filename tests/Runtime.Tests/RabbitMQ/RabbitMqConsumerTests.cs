using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using DistPatterns.Messaging;
using RabbitMQ.Client;

namespace DistPatterns.Runtime.Tests.RabbitMQ;

[Collection("RabbitMQ")]
public sealed class RabbitMqConsumerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Ten_thousand_messages_are_handled_once_and_in_the_order_of_their_keys()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var receiver = Receiver(bench, (m, cancel) => new(m.Version % 100 < 3 ? Task.Delay(1, cancel) : Task.CompletedTask)); // some keys are slow
        await bench.ConsumeAsync(receiver);
        var all = Enumerable.Range(0, 10_000).Select(i => bench.Message($"{i % 100}") with { Version = i }).ToArray();
        var transport = bench.Transport();

        foreach (var batch in all.Chunk(500))
        {
            Assert.All(await transport.PublishAsync(batch, Cancel), r => Assert.True(r.IsConfirmed));
        }

        var handled = await receiver.NextAsync(all.Length);
        RabbitMqTransportTests.AssertInOrder(handled, all);
        Assert.True(receiver.IsIdle);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_is_tried_again_before_the_later_ones_of_its_key_while_other_keys_go_on()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var attempts = 0;
        var otherKeyDone = new TaskCompletionSource();
        var receiver = Receiver(bench, async (message, _) =>
        {
            if (message is { Key: "a", Version: 1 } && ++attempts < 4)
            {
                throw new InvalidOperationException("not yet");
            }

            if (message is { Key: "a", Version: 1 })
            {
                await otherKeyDone.Task; // the last attempt waits until the other key is through
            }
            else if (message is { Key: "b", Version: 2 })
            {
                otherKeyDone.SetResult();
            }
        });
        await bench.ConsumeAsync(receiver);
        Envelope[] batch = [.. new[] { "a", "b" }.SelectMany(key => Enumerable.Range(1, 2).Select(v => bench.Message(key) with { Version = v }))];

        await bench.Transport().PublishAsync(batch, Cancel);

        var handled = await receiver.NextAsync(4);
        Assert.Equal(4, attempts);
        Assert.Equal([1, 2], handled.Where(m => m.Key == "a").Select(m => m.Version!.Value));
        Assert.Equal([1, 2], handled.Where(m => m.Key == "b").Select(m => m.Version!.Value));
        Assert.Equal("a", handled[^1].Key);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_fails_in_every_attempt_goes_to_the_dead_letters_with_its_error()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var receiver = Receiver(bench, (m, _) => m.Version == 1 ? throw new InvalidOperationException("no stock") : ValueTask.CompletedTask);
        await bench.ConsumeAsync(receiver, o => o.Consumers.MaxAttempts = 3);
        var failing = bench.Message("a") with { Version = 1, Headers = new Dictionary<string, string> { ["tenant"] = "x" }, Body = "body"u8.ToArray() };

        await bench.Transport().PublishAsync(new[] { failing, bench.Message("a") with { Version = 2 } }, Cancel);

        Assert.Equal(2, (await receiver.NextAsync())[0].Version); // the key goes on
        var dead = await bench.TakeAsync(RabbitMqTopology.DeadLettersOf(receiver.Consumer));
        Assert.Equal(("no stock", "System.InvalidOperationException", "3", receiver.Consumer), (Header(dead, "dp-error"), Header(dead, "dp-error-type"), Header(dead, "dp-attempts"), Header(dead, "dp-consumer")));
        var again = WireFormat.ToEnvelope(dead.BasicProperties, "", dead.Body);
        Assert.Equal((failing.Id, failing.Type, failing.Destination, failing.Key, failing.Version), (again.Id, again.Type, again.Destination, again.Key, again.Version));
        Assert.Equal(failing.Headers, again.Headers);
        Assert.Equal("body", Encoding.UTF8.GetString(dead.Body.Span));
    }

    [Fact(Timeout = 60_000)]
    public async Task Poison_goes_to_the_dead_letters_at_once()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var receiver = Receiver(bench, (m, _) => throw new UnknownMessageTypeException(m.Type, m.Id));
        await bench.ConsumeAsync(receiver, o => o.Consumers.RetryDelay = TimeSpan.FromHours(1));

        await bench.Transport().PublishAsync(new[] { bench.Message() }, Cancel);

        var dead = await bench.TakeAsync(RabbitMqTopology.DeadLettersOf(receiver.Consumer));
        Assert.Equal("1", Header(dead, "dp-attempts"));
        Assert.Contains("of the type 'Placed', which is not known here", Header(dead, "dp-error"), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(null, "Placed", "it has no id")]
    [InlineData("42", "Placed", "its id is '42'")]
    [InlineData("0af76519-16cd-43dd-8448-eb211c80319c", null, "it has no type")]
    public async Task A_message_of_strangers_goes_to_the_dead_letters_and_says_what_is_missing(string? id, string? type, string complaint)
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var receiver = Receiver(bench);
        await bench.ConsumeAsync(receiver);
        var properties = new BasicProperties();
        if (id is not null)
        {
            properties.MessageId = id;
        }

        if (type is not null)
        {
            properties.Type = type;
        }

        await bench.Channel.BasicPublishAsync(bench.Destination(), "any", mandatory: true, properties, "?"u8.ToArray(), Cancel);

        var dead = await bench.TakeAsync(RabbitMqTopology.DeadLettersOf(receiver.Consumer));
        Assert.Contains(complaint, Header(dead, "dp-error"), StringComparison.Ordinal);
        Assert.True(receiver.IsIdle);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_that_nobody_survives_goes_to_the_dead_letters()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var receiver = Receiver(bench);
        var consumer = await bench.ConsumeAsync(receiver);
        await consumer.StopAsync(Cancel);
        await bench.Transport().PublishAsync(new[] { bench.Message() }, Cancel);
        for (var i = 0; i < 3; i++)
        {
            await using var dying = await bench.Connection.CreateChannelAsync(cancellationToken: Cancel); // dies with it unacknowledged
            await dying.BasicQosAsync(0, 1, global: false, Cancel);
            var got = new TaskCompletionSource();
            var eventing = new global::RabbitMQ.Client.Events.AsyncEventingBasicConsumer(dying);
            eventing.ReceivedAsync += (_, _) => { got.TrySetResult(); return Task.CompletedTask; };
            await dying.BasicConsumeAsync(receiver.Consumer, autoAck: false, eventing, Cancel);
            await got.Task;
        }

        await bench.ConsumeAsync(receiver, o => o.Consumers.MaxDeliveries = 3);

        var dead = await bench.TakeAsync(RabbitMqTopology.DeadLettersOf(receiver.Consumer));
        Assert.Contains("was delivered 3 times", Header(dead, "dp-error"), StringComparison.Ordinal);
        Assert.True(receiver.IsIdle);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_trace_goes_on_from_who_wrote_the_message_over_who_published_it_to_who_handles_it()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        using var listener = new ActivityListener { ShouldListenTo = s => s.Name == "DistPatterns.RabbitMQ", Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded };
        var spans = new ConcurrentBag<Activity>();
        listener.ActivityStarted = a => { if (a.Tags.Any(t => t.Value?.StartsWith(bench.Name, StringComparison.Ordinal) == true) || a.DisplayName.Contains(bench.Name, StringComparison.Ordinal)) { spans.Add(a); } };
        ActivitySource.AddActivityListener(listener);
        string? seen = null;
        var receiver = Receiver(bench, (_, _) => { seen = Activity.Current?.Id; return ValueTask.CompletedTask; });
        await bench.ConsumeAsync(receiver);

        await bench.Transport().PublishAsync(new[] { bench.Message() with { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" } }, Cancel);
        await receiver.NextAsync();

        var publish = Assert.Single(spans, s => s.Kind == ActivityKind.Producer);
        var process = Assert.Single(spans, s => s.Kind == ActivityKind.Consumer);
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", publish.ParentId);
        Assert.Equal(publish.Id, process.ParentId);
        Assert.Equal(process.Id, seen);
    }

    [Fact(Timeout = 60_000)]
    public async Task At_a_graceful_stop_what_is_handled_is_finished_and_the_rest_goes_back()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        var receiver = Receiver(bench, async (_, cancel) =>
        {
            begun.TrySetResult();
            await finish.Task.WaitAsync(cancel);
        });
        var consumer = await bench.ConsumeAsync(receiver, o => o.Consumers.Concurrency = 1);
        await bench.Transport().PublishAsync(Enumerable.Range(0, 10).Select(_ => bench.Message("a")).ToArray(), Cancel);
        await begun.Task;

        var stopping = consumer.StopAsync(Cancel);
        Assert.False(stopping.IsCompleted);
        finish.SetResult();
        await stopping;

        Assert.Single(await receiver.NextAsync());
        Assert.True(receiver.IsIdle);
        await WaitForAsync(async () => await bench.Channel.MessageCountAsync(receiver.Consumer, Cancel) == 9);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_that_cannot_wait_cancels_the_handler_and_the_message_comes_again()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var begun = new TaskCompletionSource();
        var receiver = Receiver(bench, async (_, cancel) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancel);
        });
        var consumer = await bench.ConsumeAsync(receiver);
        await bench.Transport().PublishAsync(new[] { bench.Message("a") }, Cancel);
        await begun.Task;

        await consumer.StopAsync(new CancellationToken(canceled: true));

        await WaitForAsync(async () => await bench.Channel.MessageCountAsync(receiver.Consumer, Cancel) == 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_process_at_a_time_consumes_and_another_takes_over()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var (first, second) = (Receiver(bench), Receiver(bench));
        var consumer = await bench.ConsumeAsync(first);
        await bench.ConsumeAsync(second);
        var transport = bench.Transport();
        var batch = Enumerable.Range(0, 20).Select(i => bench.Message($"{i}")).ToArray();

        await transport.PublishAsync(batch, Cancel);
        await first.NextAsync(20);
        Assert.True(second.IsIdle);
        await consumer.StopAsync(Cancel);
        await transport.PublishAsync(batch, Cancel);

        await second.NextAsync(20);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_cannot_keep_up_leaves_messages_to_the_others()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var go = new TaskCompletionSource();
        static void Shared(RabbitMqOptions o)
        {
            o.Consumers.SingleActive = false;
            o.Consumers.MaxPrefetch = 40;
            o.Consumers.MinPrefetch = 2;
            o.Consumers.Concurrency = 1;
        }

        var slow = Receiver(bench, (_, cancel) => new(go.Task.WaitAsync(cancel)));
        await bench.ConsumeAsync(slow, Shared);
        var all = Enumerable.Range(0, 500).Select(_ => bench.Message()).ToArray();
        await bench.Transport().PublishAsync(all, Cancel);

        // its prefetch falls to the least, in steps that each let it take some more
        await WaitForAsync(async () => (await RabbitMqBench.ControlAsync("list_consumers", "queue_name", "prefetch_count"))
            .Split('\n').Any(line => line.StartsWith(bench.Name, StringComparison.Ordinal) && line.EndsWith("\t2", StringComparison.Ordinal)));
        var left = await bench.Channel.MessageCountAsync(slow.Consumer, Cancel);
        Assert.InRange(left, 500u - 160, 499u);

        go.SetResult();
        var handled = await slow.NextAsync(all.Select(m => m.Id));
        Assert.Equal(500, handled.DistinctBy(m => m.Id).Count());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_queue_that_is_there_with_other_settings_is_named_as_the_trouble()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var receiver = Receiver(bench);
        var consumer = await bench.ConsumeAsync(receiver);
        await consumer.StopAsync(Cancel);
        var other = new RabbitMqConsumer(receiver, bench.Options(o => o.Consumers.SingleActive = false), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        await other.StartAsync(Cancel);
        await WaitForAsync(() => Task.FromResult(other.Trouble is TopologyException));

        Assert.Contains($"The queue '{receiver.Consumer}' is not as it is needed", other.Trouble!.Message, StringComparison.Ordinal);
        await other.StopAsync(Cancel);
        other.Dispose();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_connection_that_is_cut_again_and_again_loses_nothing_and_keeps_the_order_of_each_key()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        await using var link = new BrokerLink(bench.Broker);
        var receiver = Receiver(bench);
        await bench.ConsumeAsync(receiver, broker: link.Address);
        var all = Enumerable.Range(0, 3_000).Select(i => bench.Message($"{i % 30}") with { Version = i }).ToArray();
        await bench.Transport().PublishAsync(all, Cancel);

        var handled = new List<Envelope>();
        for (var cut = 0; cut < 5; cut++)
        {
            handled.AddRange(await receiver.NextAsync(200));
            link.Cut();
        }

        handled.AddRange(await receiver.NextAsync(all.Select(m => m.Id).Except(handled.Select(m => m.Id))));
        RabbitMqTransportTests.AssertInOrder(handled, all);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_broker_that_stops_and_starts_in_the_middle_loses_nothing_and_keeps_the_order_of_each_key()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        var receiver = Receiver(bench);
        await bench.ConsumeAsync(receiver);
        var transport = bench.Transport();
        var waiting = Enumerable.Range(0, 6_000).Select(i => bench.Message($"{i % 60}") with { Version = i }).ToList();
        var all = waiting.ToArray();
        var away = 0;

        var restart = Task.CompletedTask;
        while (waiting.Count > 0)
        {
            var batch = waiting.Take(200).ToArray();
            try
            {
                var results = await transport.PublishAsync(batch, Cancel);
                waiting = [.. waiting.Where((_, i) => i >= batch.Length || !results[i].IsConfirmed)];
            }
            catch (RabbitMqUnavailableException)
            {
                away++;
                await Task.Delay(50, Cancel);
            }

            if (restart == Task.CompletedTask && waiting.Count < 5_000)
            {
                restart = Task.Run(
                    async () =>
                    {
                        await RabbitMqBench.ControlAsync("stop_app");
                        await RabbitMqBench.ControlAsync("start_app");
                    },
                    Cancel);
            }
        }

        await restart;
        var handled = await receiver.NextAsync(all.Select(m => m.Id));
        RabbitMqTransportTests.AssertInOrder(handled, all);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{away} times away, {handled.Count - all.Length} copies"));
        await bench.ReconnectAsync();
    }

    internal static async Task WaitForAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(10, Cancel);
        }
    }

    private static RecordingReceiver Receiver(RabbitMqBench bench, Func<Envelope, CancellationToken, ValueTask>? handle = null) =>
        new($"{bench.Name}.shipping", [bench.Destination()], handle);

    private static string? Header(BasicGetResult message, string name) =>
        message.BasicProperties.Headers![name] is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(message.BasicProperties.Headers[name], CultureInfo.InvariantCulture);
}
