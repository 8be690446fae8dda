using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Simulation;

namespace DistPatterns.Runtime.Tests.Outbox.Simulation;

/// <summary>The database and the broker as one process sees them: over a bad network, and not at all while it is paused.</summary>
internal sealed class RemoteOutbox(SimulatedNetwork network, string process, ProcessTime time, OutboxTable table, SimulatedBroker broker) : IOutboxQueue, IOutboxTransport
{
    public const string Database = "database", Broker = "broker";

    public ValueTask CheckAsync(CancellationToken cancellationToken) => default;

    public ValueTask<BucketShare> HoldAsync(Guid owner, TimeSpan ttl, IReadOnlyList<int> giveBack, CancellationToken cancellationToken) =>
        CallAsync(Database, () => table.HoldAsync(owner, ttl, giveBack, default), cancellationToken);

    public async ValueTask LeaveAsync(Guid owner, CancellationToken cancellationToken) =>
        await CallAsync(Database, () => Done(table.LeaveAsync(owner, default)), cancellationToken);

    public ValueTask<IReadOnlyList<QueuedMessage>> ReadAsync(IReadOnlyList<int> buckets, int perBucket, CancellationToken cancellationToken) =>
        CallAsync(Database, () => table.ReadAsync(buckets, perBucket, default), cancellationToken);

    public async ValueTask DeleteAsync(int bucket, IReadOnlyList<long> sequences, CancellationToken cancellationToken) =>
        await CallAsync(Database, () => Done(table.DeleteAsync(bucket, sequences, default)), cancellationToken);

    public ValueTask<bool> PostponeAsync(Guid owner, BucketLease lease, IReadOnlyList<Redelivery> messages, CancellationToken cancellationToken)
    {
        Redelivery[] copy = [.. messages];
        return CallAsync(Database, () => table.PostponeAsync(owner, lease, copy, default), cancellationToken);
    }

    public ValueTask<bool> ParkAsync(Guid owner, BucketLease lease, IReadOnlyList<Poison> messages, CancellationToken cancellationToken)
    {
        Poison[] copy = [.. messages];
        return CallAsync(Database, () => table.ParkAsync(owner, lease, copy, default), cancellationToken);
    }

    public ValueTask<bool> HoldBackAsync(Guid owner, BucketLease lease, string? away, IReadOnlyList<long> sequences, CancellationToken cancellationToken)
    {
        long[] copy = [.. sequences];
        return CallAsync(Database, () => table.HoldBackAsync(owner, lease, away, copy, default), cancellationToken);
    }

    public ValueTask<IReadOnlyList<HeldBack>> FindHeldBackAsync(IReadOnlyList<int> buckets, CancellationToken cancellationToken) =>
        CallAsync(Database, () => table.FindHeldBackAsync(buckets, default), cancellationToken);

    public ValueTask<Release?> ReleaseAsync(Guid owner, BucketLease lease, string away, int count, CancellationToken cancellationToken) =>
        CallAsync(Database, () => table.ReleaseAsync(owner, lease, away, count, default), cancellationToken);

    public ValueTask<OutboxDepth> MeasureAsync(CancellationToken cancellationToken) => CallAsync(Database, () => table.MeasureAsync(default), cancellationToken);

    public ValueTask<PublishResult[]> PublishAsync(ReadOnlyMemory<Envelope> batch, CancellationToken cancellationToken)
    {
        var copy = batch.ToArray();
        return CallAsync(Broker, () => broker.TakeAsync(copy), cancellationToken);
    }

    private async ValueTask<T> CallAsync<T>(string node, Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        await time.RunningAsync();
        try
        {
            return await network.Call(process, node, call, cancellationToken);
        }
        finally
        {
            await time.RunningAsync();
        }
    }

    private static async ValueTask<bool> Done(ValueTask task)
    {
        await task;
        return true;
    }
}
