using DistPatterns.Outbox;

namespace DistPatterns.Crash;

/// <summary>A queue with points to crash at, and with renewals that fail where a lease is to be lost.</summary>
internal sealed class ProbedQueue(IOutboxQueue real, Probe probe, Mutation mutation) : IOutboxQueue
{
    /// <summary>Until then nothing is renewed.</summary>
    public DateTime StalledUntil { get; set; }

    public ValueTask CheckAsync(CancellationToken cancellationToken) => real.CheckAsync(cancellationToken);

    public ValueTask<BucketShare> HoldAsync(Guid owner, TimeSpan ttl, IReadOnlyList<int> giveBack, CancellationToken cancellationToken) =>
        DateTime.UtcNow < StalledUntil ? throw new IOException("The renewal is stalled.") : real.HoldAsync(owner, ttl, giveBack, cancellationToken);

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

        if (read.Count > 0)
        {
            await probe.PassAsync(CrashPoint.AfterRead);
        }

        return read;
    }

    public async ValueTask DeleteAsync(int bucket, IReadOnlyList<long> sequences, CancellationToken cancellationToken)
    {
        await probe.PassAsync(CrashPoint.AfterAckBeforeDelete);
        await real.DeleteAsync(bucket, sequences, cancellationToken);
    }

    public ValueTask<bool> PostponeAsync(Guid owner, BucketLease lease, IReadOnlyList<Redelivery> messages, CancellationToken cancellationToken) => real.PostponeAsync(owner, lease, messages, cancellationToken);

    public ValueTask<bool> ParkAsync(Guid owner, BucketLease lease, IReadOnlyList<Poison> messages, CancellationToken cancellationToken) => real.ParkAsync(owner, lease, messages, cancellationToken);

    public ValueTask<bool> HoldBackAsync(Guid owner, BucketLease lease, string? away, IReadOnlyList<long> sequences, CancellationToken cancellationToken) => real.HoldBackAsync(owner, lease, away, sequences, cancellationToken);

    public ValueTask<IReadOnlyList<HeldBack>> FindHeldBackAsync(IReadOnlyList<int> buckets, CancellationToken cancellationToken) => real.FindHeldBackAsync(buckets, cancellationToken);

    public ValueTask<Release?> ReleaseAsync(Guid owner, BucketLease lease, string away, int count, CancellationToken cancellationToken) => real.ReleaseAsync(owner, lease, away, count, cancellationToken);

    public ValueTask<OutboxDepth> MeasureAsync(CancellationToken cancellationToken) => real.MeasureAsync(cancellationToken);
}
