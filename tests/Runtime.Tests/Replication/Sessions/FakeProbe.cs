using DistPatterns.Replication;

namespace DistPatterns.Runtime.Tests.Replication;

/// <summary>Nodes whose positions a test sets; one without a position does not answer.</summary>
internal sealed class FakeProbe : IReplicationProbe<string>
{
    public Dictionary<string, ulong> Positions { get; } = [];

    public ValueTask<ulong> PositionAsync(string node, CancellationToken cancellationToken) =>
        Positions.TryGetValue(node, out var position) ? new(position) : ValueTask.FromException<ulong>(new InvalidOperationException($"{node} is away."));
}
