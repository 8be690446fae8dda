using System.Diagnostics;
using System.Threading.Channels;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.MassTransit;

/// <summary>On MassTransit's own in-memory bus.</summary>
public sealed class MassTransitTransportTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("orders")]
    [InlineData("queue:shipping")]
    public async Task A_message_arrives_as_an_object_of_its_type_with_id_correlation_headers_and_trace(string destination)
    {
        using var bus = await StartAsync();
        var correlation = Guid.NewGuid();
        var message = Enclose(bus, new Shipped(7), "k", 3) with
        {
            Destination = destination,
            TraceParent = Trace,
            Headers = new Dictionary<string, string> { ["tenant"] = "x", [MassTransitHeaders.CorrelationId] = correlation.ToString() },
        };
        using var dispatcher = new Activity("dispatcher").Start(); // whose trace the message must not take

        Assert.Equal([PublishResult.Confirmed], await Transport(bus).PublishAsync(new[] { message }, Cancel));

        var arrived = await bus.Services.GetRequiredService<Arrivals>().Reader.ReadAsync(Cancel);
        Assert.Equal(new Arrival(7, message.Id, correlation, "x", "k", 3, Trace), arrived);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_cannot_be_opened_fails_and_stops_its_key()
    {
        using var bus = await StartAsync();
        var good = Enclose(bus, new Shipped(1), "b");
        var unknown = Enclose(bus, new Shipped(2), "a") with { Type = "Gone" };
        var unreadable = Enclose(bus, new Shipped(3)) with { Body = "?"u8.ToArray() };

        var results = await Transport(bus).PublishAsync(new[] { unknown, Enclose(bus, new Shipped(4), "a"), good, unreadable }, Cancel);

        Assert.IsType<UnknownMessageTypeException>(results[0].Error);
        Assert.Equal(PublishResult.NotTried, results[1]);
        Assert.True(results[2].IsConfirmed);
        Assert.IsType<UnreadableMessageException>(results[3].Error);
        Assert.Equal(1, (await bus.Services.GetRequiredService<Arrivals>().Reader.ReadAsync(Cancel)).Number);
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_key_is_sent_in_order()
    {
        using var bus = await StartAsync();
        var batch = Enumerable.Range(0, 1_000).Select(i => Enclose(bus, new Shipped(i), $"{i % 10}", i)).ToArray();
        var sent = new Sent();
        using var observing = bus.Services.GetRequiredService<IBus>().ConnectPublishObserver(sent);

        Assert.All(await Transport(bus).PublishAsync(batch, Cancel), r => Assert.True(r.IsConfirmed));

        Assert.Equal(1_000, sent.Numbers.Count);
        foreach (var key in sent.Numbers.GroupBy(n => n % 10))
        {
            Assert.Equal(key.Order(), key);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_bus_that_sends_nothing_is_not_waited_for_beyond_the_timeout()
    {
        using var bus = await StartAsync();
        var time = new FakeTimeProvider();
        var transport = new MassTransitTransport(bus.Services.GetRequiredService<IBus>(), bus.Services.GetRequiredService<MessageCodec>(), new(), time);
        var hanging = new Hanging();
        using var observing = bus.Services.GetRequiredService<IBus>().ConnectPublishObserver(hanging);

        var publishing = transport.PublishAsync(new[] { Enclose(bus, new Shipped(1), "a"), Enclose(bus, new Shipped(2), "a") }, Cancel).AsTask();
        await hanging.Began.Task;
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(publishing.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<TimeoutException>(() => publishing); // no message is to blame
    }

    [Fact(Timeout = 60_000)]
    public async Task A_bus_that_hangs_is_given_no_more_than_the_window_holds()
    {
        using var bus = await StartAsync();
        var time = new FakeTimeProvider();
        var transport = new MassTransitTransport(bus.Services.GetRequiredService<IBus>(), bus.Services.GetRequiredService<MessageCodec>(), new() { Window = 1 }, time);
        var hanging = new Hanging();
        using var observing = bus.Services.GetRequiredService<IBus>().ConnectPublishObserver(hanging);
        var publishing = transport.PublishAsync(new[] { Enclose(bus, new Shipped(1)) }, Cancel).AsTask();
        await hanging.Began.Task;
        time.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<TimeoutException>(() => publishing);

        publishing = transport.PublishAsync(new[] { Enclose(bus, new Shipped(2)) }, Cancel).AsTask();
        time.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<TimeoutException>(() => publishing);

        Assert.Equal(1, hanging.Sends);
    }

    [Fact]
    public async Task A_host_does_not_start_with_options_out_of_range()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(o => o.Window = 0));
        Assert.Contains("Window is 0: it must be between 1 and 10000", error.Message, StringComparison.Ordinal);
    }

    private static Envelope Enclose(IHost bus, object message, string? key = null, long? version = null) =>
        bus.Services.GetRequiredService<MessageCodec>().Enclose(message, key, version);

    private static IOutboxTransport Transport(IHost bus) => bus.Services.GetRequiredService<IOutboxTransport>();

    private static async Task<IHost> StartAsync(Action<MassTransitOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<Arrivals>();
        builder.Services.AddMassTransit(x =>
        {
            x.AddConsumer<ShippedConsumer>().Endpoint(e => e.Name = "shipping");
            x.UsingInMemory((context, configurator) => configurator.ConfigureEndpoints(context));
        });
        builder.Services.AddDistPatterns(d => d.AddMessage<Shipped>("orders").UseMassTransit(configure));
        var host = builder.Build();
        await host.StartAsync(Cancel);
        await host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Cancel);
        return host;
    }

    internal sealed record Shipped(int Number);

    internal sealed record Arrival(int Number, Guid? Id, Guid? Correlation, string? Tenant, string? Key, long? Version, string? Trace);

    internal sealed class Arrivals
    {
        private readonly Channel<Arrival> _channel = Channel.CreateUnbounded<Arrival>();

        public ChannelReader<Arrival> Reader => _channel.Reader;

        public void Add(Arrival arrival) => _channel.Writer.TryWrite(arrival);
    }

    internal sealed class ShippedConsumer(Arrivals arrivals) : IConsumer<Shipped>
    {
        public Task Consume(ConsumeContext<Shipped> context)
        {
            arrivals.Add(new(
                context.Message.Number, context.MessageId, context.CorrelationId, context.Headers.Get<string>("tenant"), context.Headers.Get<string>(MassTransitHeaders.Key),
                context.Headers.Get<long>(MassTransitHeaders.Version), context.Headers.Get<string>("MT-Activity-Id")));
            return Task.CompletedTask;
        }
    }

    /// <summary>What was sent, the first of each key slowly.</summary>
    private sealed class Sent : IPublishObserver
    {
        public List<int> Numbers { get; } = [];

        public Task PrePublish<T>(PublishContext<T> context) where T : class => Number(context) < 10 ? Task.Delay(20, Cancel) : Task.CompletedTask;

        public Task PostPublish<T>(PublishContext<T> context) where T : class
        {
            lock (Numbers)
            {
                Numbers.Add(Number(context));
            }

            return Task.CompletedTask;
        }

        public Task PublishFault<T>(PublishContext<T> context, Exception exception) where T : class => Task.CompletedTask;

        private static int Number<T>(PublishContext<T> context) where T : class => ((Shipped)(object)context.Message).Number;
    }

    private sealed class Hanging : IPublishObserver
    {
        private int _sends;

        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Sends => _sends;

        public Task PrePublish<T>(PublishContext<T> context) where T : class
        {
            Interlocked.Increment(ref _sends);
            Began.TrySetResult();
            return Task.Delay(Timeout.Infinite, CancellationToken.None);
        }

        public Task PostPublish<T>(PublishContext<T> context) where T : class => Task.CompletedTask;

        public Task PublishFault<T>(PublishContext<T> context, Exception exception) where T : class => Task.CompletedTask;
    }
}

