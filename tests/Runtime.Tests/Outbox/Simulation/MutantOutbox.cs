using DistPatterns.Messaging;
using DistPatterns.Outbox;

namespace DistPatterns.Runtime.Tests.Outbox.Simulation;

/// <summary>A queue and a transport that make one mistake, or none.</summary>
internal sealed class MutantOutbox(RemoteOutbox real, Mutation mutation) : IOutboxQueue, IOutboxTransport
{
    public ValueTask CheckAsync(CancellationToken cancellationToken) => real.CheckAsync(cancellationToken);

    public ValueTask<BucketShare> HoldAsync(Guid owner, TimeSpan ttl, IReadOnlyList<int> giveBack, CancellationToken cancellationToken) => real.HoldAsync(owner, ttl, giveBack, cancellationToken);

    public ValueTask LeaveAsync(Guid owner, CancellationToken cancellationToken) => real.LeaveAsync(owner, cancellationToken);

    public async ValueTask<IReadOnlyList<QueuedMessage>> ReadAsync(IReadOnlyList<int> buckets, int perBucket, CancellationToken cancellationToken)
    {
        var read = await real.ReadAsync(buckets, perBucket, cancellationToken);
        if (mutation == Mutation.AckBeforePublish)
        {
            foreach (var bucket in read.GroupBy(m => m.Bucket))
            {
                await real.DeleteAsync(bucket.Key, [.. bucket.Select(m => m.Sequence)], cancellationToken);
            }
        }

        return read;
    }

    public ValueTask DeleteAsync(int bucket, IReadOnlyList<long> sequences, CancellationToken cancellationToken) => real.DeleteAsync(bucket, sequences, cancellationToken);

    public ValueTask<bool> PostponeAsync(Guid owner, BucketLease lease, IReadOnlyList<Redelivery> messages, CancellationToken cancellationToken) => real.PostponeAsync(owner, lease, messages, cancellationToken);

    public ValueTask<bool> ParkAsync(Guid owner, BucketLease lease, IReadOnlyList<Poison> messages, CancellationToken cancellationToken) => real.ParkAsync(owner, lease, messages, cancellationToken);

    public ValueTask<bool> HoldBackAsync(Guid owner, BucketLease lease, string? away, IReadOnlyList<long> sequences, CancellationToken cancellationToken) => real.HoldBackAsync(owner, lease, away, sequences, cancellationToken);

    public ValueTask<IReadOnlyList<HeldBack>> FindHeldBackAsync(IReadOnlyList<int> buckets, CancellationToken cancellationToken) => real.FindHeldBackAsync(buckets, cancellationToken);

    public ValueTask<Release?> ReleaseAsync(Guid owner, BucketLease lease, string away, int count, CancellationToken cancellationToken) => real.ReleaseAsync(owner, lease, away, count, cancellationToken);

    public ValueTask<OutboxDepth> MeasureAsync(CancellationToken cancellationToken) => real.MeasureAsync(cancellationToken);

    public async ValueTask<PublishResult[]> PublishAsync(ReadOnlyMemory<Envelope> batch, CancellationToken cancellationToken)
    {
        if (mutation == Mutation.DeleteBeforeConfirm)
        {
            _ = real.PublishAsync(batch, CancellationToken.None).AsTask();
            return [.. Enumerable.Repeat(PublishResult.Confirmed, batch.Length)];
        }

        return await real.PublishAsync(batch, cancellationToken);
    }
}
