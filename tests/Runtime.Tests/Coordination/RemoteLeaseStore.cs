using DistPatterns.Coordination;
using DistPatterns.Runtime.Tests.Simulation;

namespace DistPatterns.Runtime.Tests.Coordination;

/// <summary>A store as a process sees it over a network that loses, delays and duplicates; answers wait while the process is paused.</summary>
internal sealed class RemoteLeaseStore(SimulatedNetwork network, string process, ProcessTime time, ILeaseStore store) : ILeaseStore
{
    public const string Node = "store";

    public ValueTask<long?> TryTakeAsync(string name, Guid owner, TimeSpan ttl, CancellationToken cancellationToken) =>
        AnswerAsync(network.Call(process, Node, () => store.TryTakeAsync(name, owner, ttl, CancellationToken.None), cancellationToken));

    public ValueTask<bool> ResignAsync(string name, Guid owner, long token, CancellationToken cancellationToken) =>
        AnswerAsync(network.Call(process, Node, () => store.ResignAsync(name, owner, token, CancellationToken.None), cancellationToken));

    private async ValueTask<T> AnswerAsync<T>(ValueTask<T> call)
    {
        try
        {
            return await call;
        }
        finally
        {
            await time.RunningAsync();
        }
    }
}
