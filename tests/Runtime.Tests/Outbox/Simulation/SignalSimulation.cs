using DistPatterns.Outbox;
using DistPatterns.Resilience;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistPatterns.Runtime.Tests.Outbox.Simulation;

/// <summary>One process that never polls, on a network that loses nothing: only the signal tells of messages.</summary>
internal sealed class SignalSimulation(int seed, bool kept = true)
{
    private static readonly OutboxOptions Options = new() { Buckets = 2, PollInterval = TimeSpan.FromHours(1), MaxPollInterval = TimeSpan.FromHours(1) };

    /// <summary>Messages that were not sent within a second.</summary>
    public int Late { get; private set; }

    public SignalSimulation Run()
    {
        var simulation = new Runtime.Tests.Simulation.Simulation(seed);
        simulation.RunCaptured(async () =>
        {
            var table = new OutboxTable(simulation.Time, Options.Buckets);
            var broker = new SimulatedBroker(simulation, refusals: 0);
            var time = new ProcessTime(simulation);
            var remote = new RemoteOutbox(new(simulation, NetworkFaults.None), "p", time, table, broker);
            var signal = new OutboxSignal { IsKept = kept };
            using var stop = new CancellationTokenSource();
            var running = new OutboxDispatcher(
                remote, remote, signal, Options, new RetryBudget(timeProvider: time), new(Options, time, simulation.Random), new(), time, simulation.Random, NullLogger<OutboxDispatcher>.Instance)
                .RunAsync(stop.Token, CancellationToken.None);
            for (var i = 0; i < 50; i++)
            {
                await Task.Delay(simulation.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(60)), simulation.Time);
                table.Commit(Messages.Of("", $"{i}"));
                signal.Set();
            }

            await Task.Delay(TimeSpan.FromSeconds(1), simulation.Time);
            Late = 50 - broker.Log.Count;
            stop.Cancel();
            await running;
        });
        return this;
    }
}
