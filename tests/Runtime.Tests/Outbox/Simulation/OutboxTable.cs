using DistPatterns.Messaging;
using DistPatterns.Outbox;

namespace DistPatterns.Runtime.Tests.Outbox.Simulation;

/// <summary>The tables of the outbox in memory, by the time of a simulation.</summary>
internal sealed class OutboxTable(TimeProvider time, int buckets) : IOutboxQueue
{
    private readonly List<Row> _rows = [];
    private readonly (Guid Owner, long Epoch, DateTimeOffset Until)[] _leases = new (Guid, long, DateTimeOffset)[buckets];
    private readonly Dictionary<Guid, DateTimeOffset> _nodes = [];
    private readonly List<Row> _parked = [];
    private readonly List<(Row Row, string? Away)> _heldBack = [];
    private long _seq;

    public int Count => _rows.Count + _heldBack.Count;

    /// <summary>What happens while it is read.</summary>
    public Func<Task> Reading { get; init; } = () => Task.CompletedTask;

    private DateTimeOffset Now => time.GetUtcNow();

    public void Commit(Envelope envelope) => _rows.Add(new(OutboxRow.Of(envelope, buckets).Bucket, ++_seq, envelope));

    public ValueTask CheckAsync(CancellationToken cancellationToken) => default;

    public ValueTask<BucketShare> HoldAsync(Guid owner, TimeSpan ttl, IReadOnlyList<int> giveBack, CancellationToken cancellationToken)
    {
        _nodes[owner] = Now + ttl;
        foreach (var bucket in giveBack.Where(b => _leases[b].Owner == owner))
        {
            _leases[bucket].Until = Now;
        }

        var fair = (buckets + _nodes.Values.Count(u => u > Now) - 1) / _nodes.Values.Count(u => u > Now);
        var mine = Enumerable.Range(0, buckets).Where(b => IsHeld(b, owner)).ToList();
        var free = Enumerable.Range(0, buckets).Where(b => _leases[b].Until <= Now && !giveBack.Contains(b)).Take(Math.Max(0, fair - mine.Count)).ToList();
        foreach (var bucket in mine.Concat(free))
        {
            _leases[bucket] = (owner, _leases[bucket].Epoch + (IsHeld(bucket, owner) ? 0 : 1), Now + ttl);
        }

        return new(new BucketShare(fair, [.. mine.Concat(free).Select(b => new BucketLease(b, _leases[b].Epoch))]));
    }

    public ValueTask LeaveAsync(Guid owner, CancellationToken cancellationToken)
    {
        _nodes.Remove(owner);
        foreach (var bucket in Enumerable.Range(0, buckets).Where(b => IsHeld(b, owner)))
        {
            _leases[bucket].Until = Now;
        }

        return default;
    }

    public async ValueTask<IReadOnlyList<QueuedMessage>> ReadAsync(IReadOnlyList<int> numbers, int perBucket, CancellationToken cancellationToken)
    {
        await Reading();
        return [.. numbers.SelectMany(b => _rows.Where(r => r.Bucket == b && MaySend(r)).Take(perBucket)).Select(r => new QueuedMessage(r.Bucket, r.Sequence, r.Attempts, r.Envelope) { IsHeld = IsHeldByParked(r), WaitsFor = WaitsFor(r) })];
    }

    public ValueTask DeleteAsync(int bucket, IReadOnlyList<long> sequences, CancellationToken cancellationToken)
    {
        _rows.RemoveAll(r => sequences.Contains(r.Sequence));
        return default;
    }

    public ValueTask<bool> PostponeAsync(Guid owner, BucketLease lease, IReadOnlyList<Redelivery> messages, CancellationToken cancellationToken)
    {
        if (!IsHeld(owner, lease))
        {
            return new(false);
        }

        foreach (var message in messages)
        {
            if (_rows.Find(r => r.Sequence == message.Sequence) is { } row)
            {
                (row.Attempts, row.NotBefore) = (message.Attempts, Now + message.Delay);
            }
        }

        return new(true);
    }

    public ValueTask<bool> ParkAsync(Guid owner, BucketLease lease, IReadOnlyList<Poison> messages, CancellationToken cancellationToken)
    {
        _parked.AddRange(_rows.Where(r => messages.Any(m => m.Sequence == r.Sequence && m.HoldsKey)));
        _rows.RemoveAll(r => messages.Any(m => m.Sequence == r.Sequence));
        return new(true);
    }

    public ValueTask<bool> HoldBackAsync(Guid owner, BucketLease lease, string? away, IReadOnlyList<long> sequences, CancellationToken cancellationToken)
    {
        var held = IsHeld(owner, lease);
        foreach (var row in _rows.Where(r => held && sequences.Contains(r.Sequence)).ToArray())
        {
            _rows.Remove(row);
            _heldBack.Add((row, away));
        }

        return new(held);
    }

    public ValueTask<IReadOnlyList<HeldBack>> FindHeldBackAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken) =>
        new([.. _heldBack.Where(h => h.Away is not null && numbers.Contains(h.Row.Bucket)).Select(h => new HeldBack(h.Row.Bucket, h.Away!)).Distinct()]);

    public ValueTask<Release?> ReleaseAsync(Guid owner, BucketLease lease, string away, int count, CancellationToken cancellationToken)
    {
        if (!IsHeld(owner, lease))
        {
            return new((Release?)null);
        }

        var released = _heldBack.Where(h => h.Away == away && h.Row.Bucket == lease.Bucket).OrderBy(h => h.Row.Sequence).Take(count).ToArray();
        _heldBack.RemoveAll(released.Contains);
        _rows.AddRange(released.Select(h => h.Row));
        _rows.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        return new(new Release(released.Length, released.Select(h => h.Row.Sequence).LastOrDefault()));
    }

    public ValueTask<OutboxDepth> MeasureAsync(CancellationToken cancellationToken) => new(new OutboxDepth(_rows.Count, TimeSpan.Zero, _parked.Count));

    private bool IsHeld(Guid owner, BucketLease lease) => IsHeld(lease.Bucket, owner) && _leases[lease.Bucket].Epoch == lease.Epoch;

    private bool IsHeld(int bucket, Guid owner) => _leases[bucket].Owner == owner && _leases[bucket].Until > Now;

    private bool MaySend(Row row) => !(row.NotBefore > Now)
        && !_rows.Exists(e => e.Envelope.Key == row.Envelope.Key && e.Sequence < row.Sequence && e.Attempts > 0 && e.NotBefore > Now);

    private string? WaitsFor(Row row) => _heldBack.Find(h => h.Row.Envelope.Key == row.Envelope.Key && h.Row.Sequence < row.Sequence && h.Away == row.Envelope.Destination).Away;

    private bool IsHeldByParked(Row row) => _parked.Exists(p => p.Envelope.Key == row.Envelope.Key && p.Sequence < row.Sequence);

    private sealed class Row(int bucket, long sequence, Envelope envelope)
    {
        public int Bucket { get; } = bucket;

        public long Sequence { get; } = sequence;

        public Envelope Envelope { get; } = envelope;

        public int Attempts { get; set; }

        public DateTimeOffset? NotBefore { get; set; }
    }
}
