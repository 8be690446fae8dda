using System.Diagnostics;
using DistPatterns.Messaging;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;

namespace DistPatterns.Runtime.Tests.RabbitMQ;

/// <summary>The broker that the environment names, with exchanges and queues of its own for one test.</summary>
internal sealed class RabbitMqBench : IAsyncDisposable
{
    private const string Variable = "DISTPATTERNS_TEST_RABBITMQ";
    private readonly List<IAsyncDisposable> _disposables = [];
    private readonly HashSet<string> _exchanges = [];
    private readonly HashSet<string> _queues = [];

    private RabbitMqBench(Uri broker, IConnection connection, IChannel channel) => (Broker, Connection, Channel) = (broker, connection, channel);

    public string Name { get; } = $"t-{Guid.NewGuid():n}";

    public Uri Broker { get; }

    public IConnection Connection { get; private set; }

    public IChannel Channel { get; private set; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RabbitMqBench> CreateAsync()
    {
        var broker = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(broker), $"{Variable} is not set: there is no RabbitMQ to test with.");
        var connection = await new ConnectionFactory { Uri = new(broker!) }.CreateConnectionAsync(Cancel);
        return new(new(broker!), connection, await connection.CreateChannelAsync(new(true, true), Cancel));
    }

    /// <summary>A destination of this test.</summary>
    public string Destination(string name = "orders")
    {
        _exchanges.Add($"{Name}.{name}");
        return $"{Name}.{name}";
    }

    public RabbitMqOptions Options(Action<RabbitMqOptions>? change = null, Uri? broker = null)
    {
        var options = new RabbitMqOptions { Broker = broker ?? Broker, ClientName = Name, MaxReconnectDelay = TimeSpan.FromMilliseconds(500) };
        options.Consumers.RetryDelay = TimeSpan.FromMilliseconds(5);
        change?.Invoke(options);
        return options;
    }

    public RabbitMqTransport Transport(Action<RabbitMqOptions>? change = null, Uri? broker = null, TimeProvider? time = null)
    {
        var transport = new RabbitMqTransport(Options(change, broker), time);
        _disposables.Add(transport);
        return transport;
    }

    /// <summary>A consumer that has begun.</summary>
    public async Task<RabbitMqConsumer> ConsumeAsync(IMessageReceiver receiver, Action<RabbitMqOptions>? change = null, Uri? broker = null)
    {
        _queues.UnionWith([receiver.Consumer, RabbitMqTopology.DeadLettersOf(receiver.Consumer)]);
        _exchanges.UnionWith([.. receiver.Destinations, RabbitMqTopology.DeadLettersOf(receiver.Consumer)]);
        var consumer = new RabbitMqConsumer(receiver, Options(change, broker), TimeProvider.System, NullLogger.Instance);
        _disposables.Add(new Stopping(consumer));
        await consumer.StartAsync(Cancel);
        await consumer.Began.WaitAsync(Cancel);
        return consumer;
    }

    public Envelope Message(string? key = null, int size = 2, string? destination = null, string type = "Placed") =>
        new(Guid.CreateVersion7(), type, destination ?? Destination(), new byte[size]) { Key = key };

    /// <summary>A queue that is bound to a destination as another program binds it.</summary>
    public async Task<string> QueueAsync(string destination, Dictionary<string, object?>? arguments = null)
    {
        _exchanges.Add(destination);
        _queues.Add($"{destination}.queue");
        await Channel.ExchangeDeclareAsync(destination, ExchangeType.Topic, durable: true, cancellationToken: Cancel);
        await Channel.QueueDeclareAsync($"{destination}.queue", durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: Cancel);
        await Channel.QueueBindAsync($"{destination}.queue", destination, "#", cancellationToken: Cancel);
        return $"{destination}.queue";
    }

    /// <summary>Deletes a queue at the end, and the exchange of that name.</summary>
    public void Drop(string name)
    {
        _queues.Add(name);
        _exchanges.Add(name);
    }

    /// <summary>Takes a message, and waits for one.</summary>
    public async Task<BasicGetResult> TakeAsync(string queue)
    {
        while (true)
        {
            if (await Channel.BasicGetAsync(queue, autoAck: true, Cancel) is { } message)
            {
                return message;
            }

            await Task.Delay(5, Cancel);
        }
    }

    /// <summary>Takes all that is there.</summary>
    public async Task<List<BasicGetResult>> TakeAllAsync(string queue)
    {
        var all = new List<BasicGetResult>();
        while (await Channel.BasicGetAsync(queue, autoAck: true, Cancel) is { } message)
        {
            all.Add(message);
        }

        return all;
    }

    /// <summary>Runs the broker's own program.</summary>
    public static async Task<string> ControlAsync(params string[] arguments)
    {
        const string variable = "DISTPATTERNS_TEST_RABBITMQ_CTL";
        var program = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(program), $"{variable} is not set: the broker cannot be stopped.");
        using var process = Process.Start(new ProcessStartInfo(program!, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    /// <summary>Connects anew, after the broker was stopped.</summary>
    public async Task ReconnectAsync()
    {
        await Connection.DisposeAsync();
        Connection = await new ConnectionFactory { Uri = Broker }.CreateConnectionAsync(Cancel);
        Channel = await Connection.CreateChannelAsync(new(true, true), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var disposable in Enumerable.Reverse(_disposables))
        {
            await disposable.DisposeAsync();
        }

        await using (var channel = await Connection.CreateChannelAsync())
        {
            foreach (var queue in _queues)
            {
                await channel.QueueDeleteAsync(queue);
            }

            foreach (var exchange in _exchanges)
            {
                await channel.ExchangeDeleteAsync(exchange);
            }
        }

        await Connection.DisposeAsync();
    }

    private sealed class Stopping(RabbitMqConsumer consumer) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await consumer.StopAsync(atOnce.Token);
            consumer.Dispose();
        }
    }
}
