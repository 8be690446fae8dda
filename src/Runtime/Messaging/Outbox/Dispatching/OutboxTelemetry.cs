using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DistPatterns.Outbox;

/// <summary>What the outbox counts, under <c>DistPatterns.Outbox</c>.</summary>
internal sealed class OutboxTelemetry : IDisposable
{
    public const string Name = "DistPatterns.Outbox";
    private static readonly ActivitySource Activities = new(Name);

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _published, _failed, _parked, _away, _refused;
    private volatile OutboxDepth? _depth;
    private int _buckets;

    public OutboxTelemetry()
    {
        _published = _meter.CreateCounter<long>("distpatterns.outbox.published", "{message}", "Messages that the broker has confirmed.");
        _failed = _meter.CreateCounter<long>("distpatterns.outbox.failed", "{attempt}", "Attempts to send a message that failed.");
        _parked = _meter.CreateCounter<long>("distpatterns.outbox.poison", "{message}", "Messages that were parked by this process.");
        _away = _meter.CreateCounter<long>("distpatterns.outbox.broker.away", "{batch}", "Batches that the broker did not answer.");
        _refused = _meter.CreateCounter<long>(
            "distpatterns.outbox.destination.away", "{batch}", "Batches in which a destination took no messages, by its name.");
        _meter.CreateObservableGauge(
            "distpatterns.outbox.depth",
            () => _depth?.Waiting ?? 0,
            "{message}",
            "Messages that wait in the database, all processes together; counted to 100,000.");
        _meter.CreateObservableGauge(
            "distpatterns.outbox.oldest.age", () => _depth?.OldestAge.TotalSeconds ?? 0, "s", "How long the oldest message has waited.");
        _meter.CreateObservableGauge("distpatterns.outbox.parked", () => _depth?.Parked ?? 0, "{message}", "Messages that are parked in the database.");
        _meter.CreateObservableGauge("distpatterns.outbox.buckets", () => Volatile.Read(ref _buckets), "{bucket}", "Buckets that this process holds.");
    }

    public Meter Meter => _meter;

    /// <summary>How full the outbox was when its buckets were last renewed; null before the first time.</summary>
    public OutboxDepth? Depth => _depth;

    public void Measured(OutboxDepth depth) => _depth = depth;

    public void Holding(int buckets) => Volatile.Write(ref _buckets, buckets);

    public void Parked(int messages) => _parked.Add(messages);

    public void BrokerAway() => _away.Add(1);

    public void Refused(string destination) => _refused.Add(1, new KeyValuePair<string, object?>("destination", destination));

    /// <summary>Opens the spans of a batch, each in the trace that its message belongs to.</summary>
    public SendingSpans Sending(IReadOnlyList<QueuedMessage> batch) => new(Activities, batch);

    public void Sent(Delivery delivery)
    {
        Add(_published, delivery.Confirmed.Count);
        Add(_failed, delivery.Failures);
    }

    public void Dispose() => _meter.Dispose();

    private static void Add(Counter<long> counter, int count)
    {
        if (count > 0)
        {
            counter.Add(count);
        }
    }
}
