using DistPatterns.Replication;

namespace DistPatterns.Runtime.Tests.Replication;

/// <summary>A replica that a test can take away, silence, or make lie.</summary>
internal sealed class TestReplica<TValue>(string name, IConflictResolver<TValue>? resolver = null) : IReplica<string, TValue>
{
    private readonly InMemoryReplica<string, TValue> store = new(name, resolver);

    public string Name => name;

    /// <summary>Fails at once.</summary>
    public bool IsAway { get; set; }

    /// <summary>Fails at once, for writes alone.</summary>
    public bool RefusesWrites { get; set; }

    /// <summary>Does not answer, and does not heed its token.</summary>
    public bool IsSilent { get; set; }

    /// <summary>What a lie makes of an answer to a read.</summary>
    public Func<ReplicaEntry<string, TValue>?, ReplicaEntry<string, TValue>?> Answer { get; set; } = entry => entry;

    /// <summary>Drops what it acknowledges, and says that it holds this.</summary>
    public WriteVersion? Pretends { get; set; }

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public ReplicaEntry<string, TValue>? Held(string key) => store.ReadAsync(key, default).Result;

    public async ValueTask<ReplicaEntry<string, TValue>?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        Reads++;
        await Reach(IsAway).ConfigureAwait(false);
        return Answer(Held(key));
    }

    public async ValueTask<WriteVersion> WriteAsync(ReplicaEntry<string, TValue> entry, CancellationToken cancellationToken)
    {
        Writes++;
        await Reach(IsAway || RefusesWrites).ConfigureAwait(false);
        return Pretends ?? await store.WriteAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    private Task Reach(bool fails) => fails ? Task.FromException(new InvalidOperationException("Away.")) : IsSilent ? new TaskCompletionSource().Task : Task.CompletedTask;
}
