using System.Collections.Concurrent;
using DistPatterns.Messaging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client;

namespace DistPatterns.Runtime.Tests.RabbitMQ;

/// <summary>The way of deliveries through a connection, without a broker: it tells what was handled and acknowledged. The first letter of a message is its key, and its number its tag.</summary>
internal sealed class PipelineBench : IBatchReceiver, IDisposable
{
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DeliveryPipeline _pipeline;
    private int _taken;

    public PipelineBench(int maxBatch = 10, int? atOnce = 1, Action<RabbitMqConsumerOptions>? change = null)
    {
        (MaxBatch, MaxConcurrency) = (maxBatch, atOnce);
        var options = new RabbitMqConsumerOptions { RetryDelay = TimeSpan.Zero };
        change?.Invoke(options);
        _pipeline = new(new(this, options, deadLetters: null!, Time, NullLogger.Instance), options, SettleAsync, Time, _over.Token); // nothing dies here
    }

    public FakeTimeProvider Time { get; } = new();

    public int MaxBatch { get; }

    public int? MaxConcurrency { get; }

    /// <summary>The one that must not be handled with others.</summary>
    public string? Alone { get; init; }

    /// <summary>The one that was delivered before.</summary>
    public string? Redelivered { get; init; }

    /// <summary>Handles one message, or several together, by their names.</summary>
    public Func<string, ValueTask> Handle { get; set; } = _ => default;

    /// <summary>Tells the broker.</summary>
    public Func<ulong, ValueTask> Acknowledge { get; set; } = _ => default;

    /// <summary>What was handled: the names of one message, or of several together.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    public ConcurrentQueue<int> Acknowledged { get; } = [];

    public string Consumer => "inventory";

    public IReadOnlyCollection<string> Destinations => ["orders"];

    public async Task TakeAsync(string deliveries)
    {
        foreach (var name in deliveries.Split(' '))
        {
            await _pipeline.TakeAsync(new((ulong)++_taken, "orders", new BasicProperties(), default, name == Redelivered, new(Guid.NewGuid(), name, "orders", default) { Key = name[..1] }, defect: null));
        }
    }

    /// <summary>Handles what comes. All that was taken before waits as the first is handled.</summary>
    public Task RunAsync() => _pipeline.RunAsync();

    /// <summary>Handles deliveries until all of them are acknowledged.</summary>
    public async Task RunAsync(string deliveries)
    {
        await TakeAsync(deliveries);
        var running = RunAsync();
        await _settled.Task.WaitAsync(TestContext.Current.CancellationToken);
        End();
        await running;
    }

    public void End() => _pipeline.End();

    /// <summary>Cancels what is being handled.</summary>
    /// <returns>What a handler that heeds it fails with.</returns>
    public OperationCanceledException Cancel()
    {
        _over.Cancel();
        return new(_over.Token);
    }

    public bool IsBatchable(Envelope envelope) => envelope.Type != Alone;

    public async ValueTask<Receipt> ReceiveAsync(Envelope envelope, CancellationToken cancellationToken) => (await ReceiveAsync([envelope], cancellationToken))[0];

    public async ValueTask<IReadOnlyList<Receipt>> ReceiveAsync(IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken)
    {
        var names = string.Join(' ', envelopes.Select(e => e.Type));
        Calls.Enqueue(names);
        await Handle(names);
        return [.. envelopes.Select(_ => Receipt.Handled)];
    }

    public void Dispose() => _over.Dispose();

    private async ValueTask SettleAsync(Delivery delivery)
    {
        await Acknowledge(delivery.Tag);
        Acknowledged.Enqueue((int)delivery.Tag);
        if (Acknowledged.Count == _taken)
        {
            _settled.TrySetResult();
        }
    }
}
