using DistPatterns.Replication;

namespace DistPatterns.Runtime.Tests.Replication;

/// <summary>A mutation: a client sends each of its own writes once, and only pretends to write back what it reads.</summary>
internal sealed class WithoutWriteBack(IReplica<string, int> replica, Guid writer) : IReplica<string, int>
{
    private readonly HashSet<WriteVersion> sent = [];

    public string Name => replica.Name;

    public ValueTask<ReplicaEntry<string, int>?> ReadAsync(string key, CancellationToken cancellationToken) => replica.ReadAsync(key, cancellationToken);

    public ValueTask<WriteVersion> WriteAsync(ReplicaEntry<string, int> entry, CancellationToken cancellationToken) =>
        entry.Version.Writer == writer && sent.Add(entry.Version) ? replica.WriteAsync(entry, cancellationToken) : new(entry.Version);
}
