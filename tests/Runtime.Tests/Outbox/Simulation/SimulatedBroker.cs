using DistPatterns.Messaging;
using DistPatterns.Outbox;

namespace DistPatterns.Runtime.Tests.Outbox.Simulation;

/// <summary>A broker that refuses some messages, and all to a destination that is away, and remembers what it took.</summary>
internal sealed class SimulatedBroker(Runtime.Tests.Simulation.Simulation simulation, double refusals)
{
    private readonly List<Envelope> _log = [];

    public IReadOnlyList<Envelope> Log => _log;

    /// <summary>The destination that takes nothing now.</summary>
    public string? Away { get; set; }

    /// <summary>What consumers see after they have removed duplicates.</summary>
    public IEnumerable<Envelope> Deduplicated => _log.DistinctBy(e => e.Id);

    public ValueTask<PublishResult[]> TakeAsync(Envelope[] batch)
    {
        var results = new PublishResult[batch.Length];
        HashSet<string?> stopped = [];
        for (var i = 0; i < batch.Length; i++)
        {
            if (stopped.Contains(batch[i].Key))
            {
                continue;
            }

            var isAway = batch[i].Destination == Away;
            if (isAway || simulation.Chance(refusals))
            {
                results[i] = PublishResult.Failed(isAway ? new DestinationAwayException("It is away.", Away!) : new IOException("refused"));
                stopped.Add(batch[i].Key);
                continue;
            }

            _log.Add(batch[i]);
            results[i] = PublishResult.Confirmed;
        }

        return new(results);
    }
}
