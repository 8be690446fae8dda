namespace DistPatterns.Runtime.Tests.Simulation;

/// <summary>Carries calls between named nodes: drops, delays, duplicates, reorders, and parts those that a partition keeps apart.</summary>
internal sealed class SimulatedNetwork(Simulation simulation, NetworkFaults faults)
{
    private readonly HashSet<string> apart = new(StringComparer.Ordinal);

    /// <summary>Parts these nodes from all others, in place of an earlier partition; with none, heals.</summary>
    public void Part(params IEnumerable<string> nodes)
    {
        apart.Clear();
        apart.UnionWith(nodes);
    }

    /// <summary>Sends a request, lets the receiver handle it (twice, if it is duplicated), and brings its answer or its exception back; what is lost is never answered.</summary>
    public async ValueTask<TAnswer> Call<TAnswer>(string from, string to, Func<ValueTask<TAnswer>> handle, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<TAnswer>(); // its waiter runs inline, on the thread of the simulation
        using var stop = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        Send(from, to, async () =>
        {
            try
            {
                var result = await handle();
                Send(to, from, () => answer.TrySetResult(result));
            }
            catch (Exception error)
            {
                Send(to, from, () => answer.TrySetException(error));
            }
        });
        return await answer.Task;
    }

    private void Send(string from, string to, Action arrive)
    {
        if (!simulation.Chance(faults.Loss))
        {
            simulation.Schedule(Delay(), () => ArriveUnlessParted(from, to, arrive));
        }

        if (simulation.Chance(faults.Duplication))
        {
            simulation.Schedule(Delay(), () => ArriveUnlessParted(from, to, arrive));
        }
    }

    private void ArriveUnlessParted(string from, string to, Action arrive)
    {
        if (apart.Contains(from) == apart.Contains(to))
        {
            arrive();
        }
    }

    private TimeSpan Delay() => simulation.Between(faults.Fastest, simulation.Chance(faults.Straggling) ? faults.Slowest : faults.Usual);
}
