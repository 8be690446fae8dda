using Microsoft.Extensions.Options;

namespace DistPatterns.Outbox;

/// <summary>Whether the broker and the database answer, and the destinations take messages.</summary>
internal sealed class OutboxGates(OutboxOptions options, TimeProvider time, Random random)
{
    public OutboxGates(IOptions<OutboxOptions> options, TimeProvider time) : this(options.Value, time, Random.Shared)
    {
    }

    public OutageBackoff Broker { get; } = new(new(options.RedeliveryDelay, options.MaxAwayDelay, random), time);

    public AwayDestinations Destinations { get; } = new(new(options.RedeliveryDelay, options.MaxAwayDelay, random), options.BatchSize, time);

    public OutageBackoff Database { get; } = new(new(options.RedeliveryDelay, options.MaxAwayDelay, random), time);
}
