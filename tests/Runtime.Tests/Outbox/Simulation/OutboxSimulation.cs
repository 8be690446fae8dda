using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Resilience;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistPatterns.Runtime.Tests.Outbox.Simulation;

/// <summary>What is wrong in a run, so that the oracle is seen to find it.</summary>
internal enum Mutation
{
    None,
    AckBeforePublish,
    DeleteBeforeConfirm,
}

/// <summary>
/// Three processes that commit messages and share the sending, over a network that loses, delays and duplicates, with
/// pauses longer than their leases, cut off now and then, and killed and started anew; now and then a destination takes nothing.
/// </summary>
internal sealed class OutboxSimulation
{
    private const int Keys = 6;
    private static readonly string[] Destinations = ["orders", "payments"];
    private static readonly TimeSpan End = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);
    private static readonly OutboxOptions Options = new()
    {
        Buckets = 4, LeaseTtl = TimeSpan.FromSeconds(3), BatchSize = 5, MaxAttempts = 1000, PublishTimeout = TimeSpan.FromSeconds(2), MaxRedeliveryDelay = TimeSpan.FromSeconds(2),
    };

    private readonly Runtime.Tests.Simulation.Simulation _simulation;
    private readonly Mutation _mutation;
    private readonly SimulatedNetwork _network;
    private readonly OutboxTable _table;
    private readonly SimulatedBroker _broker;
    private readonly List<Process> _processes = [];
    private readonly List<Envelope> _committed = [];
    private readonly int[] _versions = new int[Keys];

    public OutboxSimulation(int seed, Mutation mutation = Mutation.None)
    {
        _simulation = new(seed);
        _mutation = mutation;
        _network = new(_simulation, new NetworkFaults(Loss: 0.03, Duplication: 0.05, Straggling: 0.1) { Slowest = TimeSpan.FromSeconds(4) });
        _table = new(_simulation.Time, Options.Buckets);
        _broker = new(_simulation, refusals: 0.05);
    }

    /// <summary>Messages that were committed and that the broker does not have, however long one waits.</summary>
    public int Lost { get; private set; }

    /// <summary>Messages that consumers of a destination see after a later one of their key, duplicates removed.</summary>
    public int OutOfOrder { get; private set; }

    public int Committed => _committed.Count;

    public int Duplicates => _broker.Log.Count - _broker.Deduplicated.Count();

    public IEnumerable<string> Trace => _broker.Log.Select(e => $"{e.Key} {e.Version}");

    public OutboxSimulation Run()
    {
        _simulation.RunCaptured(async () =>
        {
            for (var i = 0; i < 3; i++)
            {
                _processes.Add(Start(i));
            }

            await Task.WhenAll(ProduceAsync(), DisturbAsync());
            while (_table.Count > 0 && _simulation.Elapsed < End + Grace)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), _simulation.Time);
            }
        });
        Lost = _committed.Select(e => e.Id).Except(_broker.Log.Select(e => e.Id)).Count();
        OutOfOrder = _broker.Deduplicated.GroupBy(e => (e.Key, e.Destination)).Sum(key => key.Zip(key.Skip(1)).Count(pair => pair.Second.Version < pair.First.Version));
        return this;
    }

    private Process Start(int number, int generation = 0)
    {
        var time = new ProcessTime(_simulation, 0.85 + (_simulation.Random.NextDouble() * 0.3));
        var name = $"p{number}.{generation}";
        var remote = new RemoteOutbox(_network, name, time, _table, _broker);
        var signal = new OutboxSignal();
        var mutant = new MutantOutbox(remote, _mutation);
        var dispatcher = new OutboxDispatcher(
            mutant, mutant, signal, Options, new RetryBudget(new() { MinPerSecond = 5 }, time), new(Options, time, _simulation.Random), new(), time, _simulation.Random, NullLogger<OutboxDispatcher>.Instance);
        _ = dispatcher.RunAsync(CancellationToken.None, CancellationToken.None);
        return new(number, generation, name, time, signal);
    }

    private async Task ProduceAsync()
    {
        while (_simulation.Elapsed < End)
        {
            await Task.Delay(_simulation.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(200)), _simulation.Time);
            var key = _simulation.Random.Next(Keys);
            var envelope = Messages.Of("", $"key-{key}", Destinations[_simulation.Random.Next(Destinations.Length)]) with { Version = ++_versions[key] };
            _committed.Add(envelope);
            _table.Commit(envelope);
            _processes[_simulation.Random.Next(_processes.Count)].Signal.Set();
        }
    }

    private async Task DisturbAsync()
    {
        while (_simulation.Elapsed < End)
        {
            await Task.Delay(_simulation.Between(TimeSpan.Zero, Options.LeaseTtl), _simulation.Time);
            var victim = _processes[_simulation.Random.Next(_processes.Count)];
            switch (_simulation.Random.Next(8))
            {
                case 0: victim.Time.Pause(_simulation.Between(TimeSpan.Zero, Options.LeaseTtl * 2)); break;
                case 1: _network.Part(victim.Name); break;
                case 2: _network.Part(RemoteOutbox.Database); break;
                case 3: _network.Part(RemoteOutbox.Broker); break;
                case 4: Kill(victim); break;
                case 5: _broker.Away = Destinations[_simulation.Random.Next(Destinations.Length)]; break;
                case 6: _broker.Away = null; break;
                default: _network.Part(); break;
            }
        }

        _network.Part();
        _broker.Away = null;
    }

    private void Kill(Process victim)
    {
        victim.Time.Pause(TimeSpan.FromDays(1));
        _processes[victim.Number] = Start(victim.Number, victim.Generation + 1);
    }

    private sealed record Process(int Number, int Generation, string Name, ProcessTime Time, OutboxSignal Signal);
}
