using DistPatterns.Messaging;
using DistPatterns.Outbox;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>Tells of each message when its batch has come back from the transport, which is not before its own confirm. A message's version is its order.</summary>
internal sealed class ObservedTransport(IOutboxTransport inner, Acks acks) : IOutboxTransport
{
    public async ValueTask<PublishResult[]> PublishAsync(ReadOnlyMemory<Envelope> batch, CancellationToken cancellationToken)
    {
        var results = await inner.PublishAsync(batch, cancellationToken);
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i].IsConfirmed)
            {
                acks.Confirmed(batch.Span[i].Version!.Value);
            }
        }

        return results;
    }
}
