using DistPatterns.Messaging;
using DistPatterns.Storage;

namespace DistPatterns.Outbox;

/// <summary>The outbox as the dispatcher sees it. All time is the database's.</summary>
/// <remarks>
/// Order per key rests on this: one process reads a bucket in order and removes a message only when the broker has it. A
/// former holder that sends late sends what its successor has read too, in the same order, so that after removing
/// duplicates no key is out of order.
/// </remarks>
internal interface IOutboxQueue
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

/// <summary>A message in the outbox.</summary>
/// <param name="Bucket">The bucket of its key.</param>
/// <param name="Sequence">Its place: grows within a bucket.</param>
/// <param name="Attempts">How often it was tried and failed.</param>
/// <param name="Envelope">The message.</param>
public sealed record QueuedMessage(int Bucket, long Sequence, int Attempts, Envelope Envelope)
{
    /// <summary>A parked message holds its key: it must not be sent, and is to be held back.</summary>
    internal bool IsHeld { get; init; }

    /// <summary>The destination of this message where an earlier one of its key is held back for it: this one is to be held back too.</summary>
    internal string? WaitsFor { get; init; }
}

/// <summary>A bucket that a process holds.</summary>
/// <param name="Bucket">Which.</param>
/// <param name="Epoch">Grows with every change of holder, and where the same takes it again after it had expired.</param>
internal readonly record struct BucketLease(int Bucket, long Epoch);

/// <summary>What a process holds after it has asked.</summary>
/// <param name="Fair">How many it may hold, so that all processes have as many: who holds more gives back.</param>
/// <param name="Leases">What it holds now.</param>
internal sealed record BucketShare(int Fair, IReadOnlyList<BucketLease> Leases);

/// <summary>Messages of a bucket that wait for a destination.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Away">The destination that is away, as it was named when they were held back.</param>
internal readonly record struct HeldBack(int Bucket, string Away);

/// <summary>A message that failed and is tried again.</summary>
/// <param name="Sequence">Its place in its bucket.</param>
/// <param name="Attempts">How often it was tried by now.</param>
/// <param name="Delay">How long it waits; the later messages of its key wait with it.</param>
internal readonly record struct Redelivery(long Sequence, int Attempts, TimeSpan Delay);

/// <summary>What came back of the messages that waited for a destination.</summary>
/// <param name="Count">How many.</param>
/// <param name="Last">The place of the last of them; zero where none came.</param>
internal readonly record struct Release(int Count, long Last);

/// <summary>A message that is to be parked.</summary>
/// <param name="Sequence">Its place in its bucket.</param>
/// <param name="Attempts">How often it was tried by now.</param>
/// <param name="Error">Why.</param>
/// <param name="HoldsKey">Whether the later messages of its key wait for it.</param>
internal readonly record struct Poison(long Sequence, int Attempts, string Error, bool HoldsKey);

/// <summary>How full the outbox is.</summary>
/// <param name="Waiting">How many messages wait, counted to <see cref="CountedTo"/>.</param>
/// <param name="OldestAge">How long the oldest of them has waited; zero where none does. One that waits for its own time is not counted.</param>
/// <param name="Parked">How many are parked, counted to <see cref="CountedTo"/>.</param>
internal sealed record OutboxDepth(int Waiting, TimeSpan OldestAge, int Parked)
{
    /// <summary>Counting goes no further, so that a full outbox is not slowed by being measured.</summary>
    public const int CountedTo = 100_000;
}
