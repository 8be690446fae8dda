using System.Collections.Concurrent;
using DistPatterns.Messaging;

namespace DistPatterns.Runtime.Tests.Outbox;

/// <summary>A consumer that remembers what it got, and fails where a test says so.</summary>
internal sealed class RecordingReceiver(string consumer = "shop", string destination = "orders") : IMessageReceiver
{
    private readonly ConcurrentQueue<string> _received = [];

    public string Consumer => consumer;

    public IReadOnlyCollection<string> Destinations { get; } = [destination];

    public IReadOnlyCollection<string> Received => _received;

    /// <summary>What is done with a message before it counts as handled.</summary>
    public Func<Envelope, Task> Handle { get; set; } = _ => Task.CompletedTask;

    public async ValueTask<Receipt> ReceiveAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        await Handle(envelope);
        _received.Enqueue(Messages.Text(envelope));
        return Receipt.Handled;
    }

    public async Task UntilAsync(Func<bool> done)
    {
        while (!done())
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
