using System.Threading.Channels;
using DistPatterns.Messaging;

namespace DistPatterns.Runtime.Tests.RabbitMQ;

/// <summary>A receiver that tells what it was given, and does what it is told.</summary>
internal sealed class RecordingReceiver(string consumer, string[] destinations, Func<Envelope, CancellationToken, ValueTask>? handle = null) : IMessageReceiver
{
    private readonly Channel<Envelope> _handled = System.Threading.Channels.Channel.CreateUnbounded<Envelope>();

    public string Consumer { get; } = consumer;

    public IReadOnlyCollection<string> Destinations { get; } = destinations;

    public async ValueTask<Receipt> ReceiveAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        if (handle is not null)
        {
            await handle(envelope, cancellationToken);
        }

        _handled.Writer.TryWrite(envelope);
        return Receipt.Handled;
    }

    /// <summary>The next messages that were handled.</summary>
    public async Task<List<Envelope>> NextAsync(int count = 1)
    {
        var all = new List<Envelope>();
        while (all.Count < count)
        {
            all.Add(await _handled.Reader.ReadAsync(TestContext.Current.CancellationToken));
        }

        return all;
    }

    /// <summary>What is handled until each of the ids was.</summary>
    public async Task<List<Envelope>> NextAsync(IEnumerable<Guid> ids)
    {
        var missing = ids.ToHashSet();
        var all = new List<Envelope>();
        while (missing.Count > 0)
        {
            all.AddRange(await NextAsync());
            missing.Remove(all[^1].Id);
        }

        return all;
    }

    public bool IsIdle => !_handled.Reader.TryPeek(out _);
}
