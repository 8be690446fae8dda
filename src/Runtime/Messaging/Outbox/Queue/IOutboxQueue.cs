using DistPatterns.Storage;

namespace DistPatterns.Outbox;

/// <summary>The outbox as the dispatcher sees it. All time is the database's.</summary>
/// <remarks>
/// Order per key rests on this: one process reads a bucket in order and removes a message only when the broker has it. A
/// former holder that sends late sends what its successor has read too, in the same order, so that after removing
/// duplicates no key is out of order.
/// </remarks>
public interface IOutboxQueue
{
    /// <summary>Checks that the tables are there, in this version and for this number of buckets.</summary>
    /// <exception cref="SchemaMismatchException">They are missing or of another version.</exception>
    /// <exception cref="BucketCountMismatchException">They are for another number of buckets.</exception>
    ValueTask CheckAsync(CancellationToken cancellationToken);

    /// <summary>Says that the process is alive, gives buckets back, renews what it holds and takes what is free, up to its fair share.</summary>
    ValueTask<BucketShare> HoldAsync(Guid owner, TimeSpan ttl, IReadOnlyList<int> giveBack, CancellationToken cancellationToken);

    /// <summary>Gives everything back: the process ends.</summary>
    ValueTask LeaveAsync(Guid owner, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the first messages of each bucket, in order, in one statement that leaves no lock behind. Left out are those that
    /// wait for their time, those of whose key an earlier one waits to be tried again, and what is held back.
    /// </summary>
    ValueTask<IReadOnlyList<QueuedMessage>> ReadAsync(IReadOnlyList<int> buckets, int perBucket, CancellationToken cancellationToken);

    /// <summary>Removes messages that the broker has. The lease may be lost: it has them all the same.</summary>
    ValueTask DeleteAsync(int bucket, IReadOnlyList<long> sequences, CancellationToken cancellationToken);

    /// <summary>Lets messages be tried again later. False, and nothing is changed, if the lease is lost.</summary>
    ValueTask<bool> PostponeAsync(Guid owner, BucketLease lease, IReadOnlyList<Redelivery> messages, CancellationToken cancellationToken);

    /// <summary>Takes messages out of the way of others. False, and nothing is changed, if the lease is lost.</summary>
    ValueTask<bool> ParkAsync(Guid owner, BucketLease lease, IReadOnlyList<Poison> messages, CancellationToken cancellationToken);

    /// <summary>
    /// Takes messages out of the way of readers that must wait: for a destination that is away, or, where none is given, for a parked message that holds
    /// their key. These come back by themselves when that is replayed or discarded; under <see cref="PoisonPolicy.ParkKey"/> they are parked too. False, and
    /// nothing is changed, if the lease is lost.
    /// </summary>
    ValueTask<bool> HoldBackAsync(Guid owner, BucketLease lease, string? away, IReadOnlyList<long> sequences, CancellationToken cancellationToken);

    /// <summary>For which destinations messages are held back in these buckets.</summary>
    ValueTask<IReadOnlyList<HeldBack>> FindHeldBackAsync(IReadOnlyList<int> buckets, CancellationToken cancellationToken);

    /// <summary>Brings the first messages that wait for a destination back to their places. Null, and nothing is changed, if the lease is lost.</summary>
    ValueTask<Release?> ReleaseAsync(Guid owner, BucketLease lease, string away, int count, CancellationToken cancellationToken);

    /// <summary>How full it is.</summary>
    ValueTask<OutboxDepth> MeasureAsync(CancellationToken cancellationToken);
}
