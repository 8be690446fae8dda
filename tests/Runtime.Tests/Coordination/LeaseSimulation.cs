using DistPatterns.Coordination;
using DistPatterns.Runtime.Tests.Simulation;

namespace DistPatterns.Runtime.Tests.Coordination;

/// <summary>
/// Four processes that fight for one lease and write what they own, over a bad network, with clocks of different speed,
/// pauses longer than the lease, and a store that is cut off now and then.
/// </summary>
/// <param name="seed">The chance of everything.</param>
/// <param name="slowestClock">The least speed of a process' clock. The guard of two thirds holds down to 0.67 of the store's.</param>
/// <param name="fenced">Whether what is written compares tokens.</param>
internal sealed class LeaseSimulation(int seed, double slowestClock = 0.75, bool fenced = true)
{
    private static readonly TimeSpan End = TimeSpan.FromMinutes(2);
    private static readonly LeaseOptions Options = new() { Ttl = TimeSpan.FromSeconds(3), PollInterval = TimeSpan.FromSeconds(1) };

    private readonly Simulation.Simulation _simulation = new(seed);
    private readonly List<(Lease Lease, ProcessTime Time)> _leases = [];
    private readonly List<string> _trace = [];
    private long _fence;

    /// <summary>What happened, in order: equal for equal seeds.</summary>
    public IReadOnlyList<string> Trace => _trace;

    public int Terms { get; private set; }

    /// <summary>Writes of former holders that were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Writes that were taken after one under a larger token.</summary>
    public int Stale { get; private set; }

    /// <summary>Grants while a former holder thought by its own clock that it still held the lease.</summary>
    public int Overlaps { get; private set; }

    /// <summary>Grants while a former holder's process ran and its token had not fired.</summary>
    public int Unwarned { get; private set; }

    public LeaseSimulation Run()
    {
        _simulation.Run(async () =>
        {
            var network = new SimulatedNetwork(_simulation, new NetworkFaults(Loss: 0.05, Duplication: 0.05, Straggling: 0.1) { Slowest = Options.Ttl * 1.5 });
            var row = new LeaseRow(_simulation.Time) { Granting = LookForHolders };
            var times = Enumerable.Range(0, 4).Select(_ => new ProcessTime(_simulation, slowestClock + (_simulation.Random.NextDouble() * 0.5))).ToArray();
            await Task.WhenAll(times.Select((time, i) => LiveAsync($"p{i}", time, network, row)).Append(DisturbAsync(network, times)));
        });
        return this;
    }

    private async Task LiveAsync(string process, ProcessTime time, SimulatedNetwork network, LeaseRow row)
    {
        var client = new LeaseClient(new RemoteLeaseStore(network, process, time, row), Options, time) { Random = _simulation.Random };
        while (_simulation.Elapsed < End)
        {
            await using var lease = await client.AcquireAsync("leader");
            Terms++;
            _leases.Add((lease, time));
            Note($"{process} holds {lease.Token}");
            while (lease.IsHeld && _simulation.Elapsed < End && !_simulation.Chance(0.02))
            {
                // looked at its lease, and is paused or slow before the write arrives
                time.WhenRunning(() => _simulation.Schedule(_simulation.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(50)), () => time.WhenRunning(() => Write(lease.Token))));
                await Task.Delay(_simulation.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(400)), time);
            }

            Note($"{process} is done with {lease.Token}");
        }
    }

    private async Task DisturbAsync(SimulatedNetwork network, ProcessTime[] times)
    {
        while (_simulation.Elapsed < End)
        {
            await Task.Delay(_simulation.Between(TimeSpan.Zero, Options.Ttl), _simulation.Time);
            var victim = _simulation.Random.Next(times.Length);
            switch (_simulation.Random.Next(4))
            {
                case 0: times[victim].Pause(_simulation.Between(TimeSpan.Zero, Options.Ttl * 2)); break;
                case 1: network.Part($"p{victim}"); break;
                case 2: network.Part(RemoteLeaseStore.Node); break;
                default: network.Part(); break;
            }
        }

        network.Part();
    }

    private void Write(long token)
    {
        if (fenced && token < _fence)
        {
            Refused++;
            return;
        }

        Stale += token < _fence ? 1 : 0;
        _fence = Math.Max(_fence, token);
        Note($"written under {token}");
    }

    private void LookForHolders(long granted)
    {
        Overlaps += _leases.Count(l => l.Lease.IsHeld);
        Unwarned += _leases.Count(l => !l.Time.IsPaused && !l.Lease.Lost.IsCancellationRequested);
        Note($"{granted} is granted");
    }

    private void Note(string what) => _trace.Add($"{_simulation.Elapsed} {what}");
}
