using System.ComponentModel.DataAnnotations;
using DistPatterns.Replication;

namespace Patterns;

/// <summary>Three replicas, of which any two are enough to write and to read.</summary>
internal static class QuorumSample
{
    public static async Task RunAsync()
    {
        Node[] nodes = [new("a"), new("b"), new("c")];
        using var seats = new QuorumClient<string, string>(nodes, new QuorumOptions(N: 3, W: 2, R: 2));

        nodes[0].IsAway = true;
        await seats.WriteAsync("12A", "Ada");
        (nodes[0].IsAway, nodes[1].IsAway) = (false, true);
        Console.WriteLine($"written without a, read without b: 12A is {(await seats.ReadAsync("12A"))?.Value}'s");

        nodes[2].IsAway = true;
        try
        {
            await seats.WriteAsync("12B", "Bob");
        }
        catch (QuorumUnavailableException e)
        {
            Console.WriteLine($"b and c are away, and nothing was written: {e.Message}");
        }

        try
        {
#pragma warning disable DP4001 // the mistake is the point here; in your code the analyzer reports it before it runs
            using var careless = new QuorumClient<string, string>(nodes, new QuorumOptions(N: 3, W: 2, R: 1));
#pragma warning restore DP4001
        }
        catch (ValidationException e)
        {
            Console.WriteLine(e.Message);
        }
    }

    private sealed class Node(string name) : IReplica<string, string>
    {
        private readonly InMemoryReplica<string, string> _held = new(name);

        public string Name => name;

        public bool IsAway { private get; set; }

        private InMemoryReplica<string, string> Held => IsAway ? throw new IOException($"{name} is away.") : _held;

        public ValueTask<ReplicaEntry<string, string>?> ReadAsync(string key, CancellationToken cancellationToken) => Held.ReadAsync(key, cancellationToken);

        public ValueTask<WriteVersion> WriteAsync(ReplicaEntry<string, string> entry, CancellationToken cancellationToken) => Held.WriteAsync(entry, cancellationToken);
    }
}
