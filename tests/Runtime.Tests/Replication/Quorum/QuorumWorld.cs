using DistPatterns.Replication;
using DistPatterns.Runtime.Tests.Linearizability;
using DistPatterns.Runtime.Tests.Simulation;

namespace DistPatterns.Runtime.Tests.Replication;

/// <summary>Clients that read and write one register on replicas, over a network and with clocks that do their worst.</summary>
internal sealed class QuorumWorld
{
    /// <summary>How many are tried in a run.</summary>
    public const int Operations = Clients * OperationsEach;

    private const string Key = "register";
    private const int Clients = 3;
    private const int OperationsEach = 20;

    private readonly Simulation.Simulation simulation;
    private readonly SimulatedNetwork network;
    private readonly InMemoryReplica<string, int>[] replicas;
    private readonly History<int?, int?> history = new();
    private int written;

    private QuorumWorld(int seed, int count)
    {
        simulation = new(seed);
        network = new(simulation, new NetworkFaults(Loss: 0.05, Duplication: 0.05, Straggling: 0.1));
        replicas = [.. Enumerable.Range(1, count).Select(i => new InMemoryReplica<string, int>($"replica {i}"))];
    }

    /// <summary>A run, and what an outsider who saw all its calls and returns says to it.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="options">The same for each client.</param>
    /// <param name="count">How many replicas there are.</param>
    /// <param name="see">The replicas that a client believes in, by its number; all of them when null.</param>
    public static (Verdict Verdict, IReadOnlyList<Operation<int?, int?>> History) Run(
        int seed, QuorumOptions options, int count, Func<int, IReadOnlyList<IReplica<string, int>>, IReadOnlyList<IReplica<string, int>>>? see = null)
    {
        var world = new QuorumWorld(seed, count);
        world.simulation.Run(async () =>
        {
            world.simulation.Schedule(TimeSpan.Zero, world.PartAtRandom);
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => world.Work(client, options, see))).ConfigureAwait(false);
        });
        return (LinearizabilityChecker.Check(new RegisterSpecification(), world.history.Operations), world.history.Operations);
    }

    /// <summary>What the versions of a client carry.</summary>
    public static Guid Writer(int client) => new(client + 1, 0, 0, new byte[8]);

    private async Task Work(int number, QuorumOptions options, Func<int, IReadOnlyList<IReplica<string, int>>, IReadOnlyList<IReplica<string, int>>>? see)
    {
        var name = $"client {number}";
        IReadOnlyList<IReplica<string, int>> reached = [.. replicas.Select(replica => new SimulatedReplica(name, replica, network))];
        var clock = new HybridLogicalClock(new SkewedTime(simulation.Time, simulation.Between(TimeSpan.FromMilliseconds(-200), TimeSpan.FromMilliseconds(200)), drift: (simulation.Random.NextDouble() - 0.5) / 100));
        using var client = new QuorumClient<string, int>(
            see?.Invoke(number, reached) ?? reached, options with { Writer = Writer(number) }, clock: clock, timeProvider: simulation.Time);
        for (var i = 0; i < OperationsEach; i++)
        {
            await Task.Delay(simulation.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(30)), simulation.Time).ConfigureAwait(false);
            await Operate(client, name, simulation.Chance(0.5) ? ++written : null).ConfigureAwait(false);
        }
    }

    private async Task Operate(QuorumClient<string, int> client, string name, int? value)
    {
        var called = history.Call();
        try
        {
            if (value is { } write)
            {
                await client.WriteAsync(Key, write).ConfigureAwait(false);
                history.Return(name, value, null, called);
            }
            else
            {
                var entry = await client.ReadAsync(Key).ConfigureAwait(false);
                history.Return(name, null, entry?.Value, called);
            }
        }
        catch (WriteOutcomeUnknownException)
        {
            history.Unknown(name, value, called);
        }
        catch (QuorumUnavailableException)
        {
            // a read without an answer, or a write that was never sent: nothing to explain
        }
    }

    // any of the replicas at any time, the majority too: what is promised then is no answer, not a wrong one
    private void PartAtRandom()
    {
        network.Part(replicas.Where(_ => simulation.Chance(0.3)).Select(replica => replica.Name));
        simulation.Schedule(simulation.Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(600)), () =>
        {
            network.Part();
            simulation.Schedule(simulation.Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(600)), PartAtRandom);
        });
    }
}
