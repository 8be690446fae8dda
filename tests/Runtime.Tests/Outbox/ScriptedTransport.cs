using System.Collections.Concurrent;
using DistPatterns.Messaging;
using DistPatterns.Outbox;

namespace DistPatterns.Runtime.Tests.Outbox;

/// <summary>A transport that tells what arrived, in its order, and refuses what it is told to.</summary>
internal sealed class ScriptedTransport : IOutboxTransport
{
    /// <summary>Why a message is refused; null where it arrives.</summary>
    public Func<Envelope, Exception?> Refuse { get; set; } = _ => null;

    public ConcurrentQueue<Envelope> Arrived { get; } = [];

    public int Refusals { get; private set; }

    public static DestinationAwayException Away(Envelope envelope, string? type = null) => new("It is away.", envelope.Destination, type);

    public ValueTask<PublishResult[]> PublishAsync(ReadOnlyMemory<Envelope> batch, CancellationToken cancellationToken) =>
        OrderedBatch.PublishAsync(batch, envelope => Task.FromResult(Take(envelope)));

    public async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private PublishResult Take(Envelope envelope)
    {
        if (Refuse(envelope) is { } error)
        {
            Refusals++;
            return PublishResult.Failed(error);
        }

        Arrived.Enqueue(envelope);
        return PublishResult.Confirmed;
    }
}
