using DistPatterns.Replication;
using DistPatterns.Runtime.Tests.Simulation;

namespace DistPatterns.Runtime.Tests.Replication;

/// <summary>A replica behind the network of a simulation, as one client reaches it.</summary>
internal sealed class SimulatedReplica(string client, IReplica<string, int> replica, SimulatedNetwork network) : IReplica<string, int>
{
    public string Name => replica.Name;

    public ValueTask<ReplicaEntry<string, int>?> ReadAsync(string key, CancellationToken cancellationToken) =>
        network.Call(client, replica.Name, () => replica.ReadAsync(key, default), cancellationToken);

    public ValueTask<WriteVersion> WriteAsync(ReplicaEntry<string, int> entry, CancellationToken cancellationToken) =>
        network.Call(client, replica.Name, () => replica.WriteAsync(entry, default), cancellationToken);
}
