using DistPatterns.Resilience;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistPatterns.Outbox;

/// <summary>Sends the messages of the outbox for as long as the host runs. When it stops, it finishes what is in flight and gives its buckets up.</summary>
internal sealed class OutboxDispatcher : BackgroundService
{
    private readonly BucketLeases _leases;
    private readonly OutboxPump _pump;
    private readonly CancellationTokenSource _abandon = new();

    public OutboxDispatcher(
        IOutboxQueue queue, IOutboxTransport transport, OutboxSignal signal, IOptions<OutboxOptions> options, RetryBudget budget, OutboxGates gates,
        OutboxTelemetry telemetry, TimeProvider time, ILogger<OutboxDispatcher> logger)
        : this(queue, transport, signal, options.Value, budget, gates, telemetry, time, Random.Shared, logger)
    {
    }

    /// <summary>With its own chance, for a simulation.</summary>
    internal OutboxDispatcher(
        IOutboxQueue queue, IOutboxTransport transport, OutboxSignal signal, OutboxOptions options, RetryBudget budget, OutboxGates gates,
        OutboxTelemetry telemetry, TimeProvider time, Random random, ILogger<OutboxDispatcher> logger)
    {
        _leases = new(queue, options, time, signal, gates.Database, telemetry, logger);
        var held = new HeldMessages(queue, _leases.Owner, gates.Destinations, signal, telemetry, time, logger);
        var worker = new BucketWorker(queue, transport, _leases.Owner, held, options, budget, gates.Broker, random, time, telemetry, logger);
        _pump = new(queue, _leases, worker, held, signal, gates, options, time, logger);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var abandon = cancellationToken.Register(_abandon.Cancel); // no time is left to finish
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _abandon.Dispose();
    }

    /// <summary>Everything, without a host around it.</summary>
    internal async Task RunAsync(CancellationToken stop, CancellationToken abandon)
    {
        using var over = new CancellationTokenSource();
        var leasing = _leases.KeepAsync(over.Token);
        try
        {
            await _pump.RunAsync(stop, abandon);
        }
        finally
        {
            over.Cancel();
            await leasing;
            await _leases.LeaveAsync();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken, _abandon.Token);
}

/// <summary>What runs in a process that only writes: nothing.</summary>
internal sealed class NoDispatcher : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
