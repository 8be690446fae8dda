using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Outbox.Simulation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Outbox;

public sealed class BucketLeasesTests
{
    [Fact(Timeout = 60_000)]
    public async Task Others_are_told_of_commits_unless_all_buckets_are_held_just_now()
    {
        var (options, signal, time) = (new OutboxOptions(), new OutboxSignal(), new FakeTimeProvider());
        using var telemetry = new OutboxTelemetry();
        using var killed = new CancellationTokenSource();
        var leases = new BucketLeases(new OutboxTable(time, options.Buckets), options, time, signal, new OutboxGates(options, time, Random.Shared).Database, telemetry, NullLogger.Instance);
        Assert.True(signal.ConcernsOthers());

        var keeping = leases.KeepAsync(killed.Token);
        Assert.False(signal.ConcernsOthers());
        await killed.CancelAsync();
        await keeping;

        time.Advance(options.Lease.LostAfter);
        Assert.Equal((16, true), (leases.Held.Count(), signal.ConcernsOthers())); // nobody has said that they are gone
    }
}
