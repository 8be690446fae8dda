using DistPatterns.Messaging;
using DistPatterns.Outbox;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>A broker that costs nothing.</summary>
internal sealed class AcceptingTransport : IOutboxTransport
{
    public ValueTask<PublishResult[]> PublishAsync(ReadOnlyMemory<Envelope> batch, CancellationToken cancellationToken)
    {
        var results = new PublishResult[batch.Length];
        Array.Fill(results, PublishResult.Confirmed);
        return new(results);
    }
}
