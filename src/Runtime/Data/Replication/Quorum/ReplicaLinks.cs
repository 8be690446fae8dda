using Microsoft.Extensions.Logging;

namespace DistPatterns.Replication;

/// <summary>Reads from and writes to the replicas of a key: doubts what cannot be true, and keeps for later what a replica missed.</summary>
internal sealed class ReplicaLinks<TKey, TValue>
    where TKey : notnull
{
    private readonly IReadOnlyList<IReplica<TKey, TValue>> _replicas;
    private readonly QuorumOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly ReplicaCalls _reads; // each with its own idea of what is slow
    private readonly ReplicaCalls _writes;
    private readonly Hints<TKey, TValue> _hints;

    public ReplicaLinks(
        IReadOnlyList<IReplica<TKey, TValue>> replicas, QuorumOptions options, IConflictResolver<TValue>? resolver,
        TimeProvider timeProvider, ILogger logger, CancellationToken stopping)
    {
        (_replicas, _options, _logger, _stopping) = (replicas, options, logger, stopping);
        (_reads, _writes) = (new(options, timeProvider), new(options, timeProvider));
        _hints = new(options, resolver, timeProvider, Offer, stopping);
    }

    /// <summary>The answers of R replicas, and the failures met on the way.</summary>
    /// <exception cref="QuorumUnavailableException">Fewer than R answer.</exception>
    public async ValueTask<List<Reply<ReplicaEntry<TKey, TValue>?>>> Read(TKey key, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        try
        {
            var replies = await _reads
                .Gather(_reads.InTurn(), _options.R, _options.R, replica => Read(replica, key, enough.Token), cancellationToken)
                .ConfigureAwait(false);
            return Answered(replies) is var answered && answered >= _options.R
                ? replies
                : throw new QuorumUnavailableException(answered, _options.R, Cause(replies));
        }
        finally
        {
            enough.Cancel(); // a hedged read is of no use any more; inline, since it is little work
        }
    }

    /// <summary>Writes an entry to all replicas but those that hold it, and waits until W hold it.</summary>
    /// <returns>How many are known to, W at the most unless more were given; fewer than W if too few others took it.</returns>
    public async ValueTask<(int Holders, Exception? Cause)> Write(
        ReplicaEntry<TKey, TValue> entry, IReadOnlySet<int> holders, CancellationToken cancellationToken)
    {
        var others = _writes.InTurn().Where(replica => !holders.Contains(replica));
        var replies = await _writes
            .Gather(others, _options.N, _options.W - holders.Count, replica => Send(replica, entry), cancellationToken)
            .ConfigureAwait(false);
        return (holders.Count + Answered(replies), Cause(replies));
    }

    /// <summary>Writes an entry to one replica; if it misses it, later.</summary>
    public async Task<Reply<WriteVersion>> Send(int replica, ReplicaEntry<TKey, TValue> entry)
    {
        var reply = await Write(replica, entry).ConfigureAwait(false);
        if (reply.Error is { } error && !_stopping.IsCancellationRequested)
        {
            ReplicationLog.Missed(_logger, _replicas[replica].Name, entry.Version, error);
            _hints.Add(replica, entry);
        }

        return reply;
    }

    private async Task<bool> Offer(int replica, ReplicaEntry<TKey, TValue> entry) => (await Write(replica, entry).ConfigureAwait(false)).Error is null;

    private Task<Reply<ReplicaEntry<TKey, TValue>?>> Read(int replica, TKey key, CancellationToken cancellationToken) =>
        _reads.Ask(
            replica,
            async token =>
            {
                var entry = await _replicas[replica].ReadAsync(key, token).ConfigureAwait(false);
                return entry is null || EqualityComparer<TKey>.Default.Equals(entry.Key, key)
                    ? entry
                    : throw Fault(replica, $"Asked for the key '{key}', it answered about '{entry.Key}'.");
            },
            cancellationToken);

    private Task<Reply<WriteVersion>> Write(int replica, ReplicaEntry<TKey, TValue> entry) =>
        _writes.Ask(
            replica,
            async token =>
            {
                var held = await _replicas[replica].WriteAsync(entry, token).ConfigureAwait(false);
                return held >= entry.Version ? held : throw Fault(replica, $"Given the version {entry.Version}, it says that it holds {held}.");
            },
            _stopping);

    private ReplicaFaultException Fault(int replica, string message)
    {
        var fault = new ReplicaFaultException(message);
        ReplicationMetrics.Faults.Add(1);
        ReplicationLog.Fault(_logger, _replicas[replica].Name, fault);
        return fault;
    }

    private static int Answered<TAnswer>(List<Reply<TAnswer>> replies) => replies.Count(reply => reply.Error is null);

    private static AggregateException? Cause<TAnswer>(List<Reply<TAnswer>> replies) =>
        replies.Select(reply => reply.Error).OfType<Exception>().ToList() is { Count: > 0 } errors ? new(errors) : null;
}
