using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistPatterns.Replication;

/// <summary>Reads and writes keys on N replicas with no leader, waiting for R and W of them: <see cref="QuorumMode"/> says what that promises.</summary>
/// <remarks>
/// A write goes to all replicas and is done at W acknowledgements; the rest is finished in the background, and what a replica misses is
/// offered to it again. A read asks R replicas, and another one when one fails or is slower than most. Both fail as soon as their quorum
/// cannot be had. All clients of the replicas must agree on who they are, on N, W, R and on the mode. Each operation is a span of the
/// source <c>DistPatterns.Replication</c>: <c>quorum read</c> or <c>quorum write</c>.
/// </remarks>
public sealed class QuorumClient<TKey, TValue> : IDisposable
    where TKey : notnull
{
    private readonly QuorumOptions _options;
    private readonly IConflictResolver<TValue>? _resolver;
    private readonly HybridLogicalClock _clock;
    private readonly ReplicaLinks<TKey, TValue> _links;
    private readonly CancellationTokenSource _stopping = new(); // no timer of its own: nothing to dispose of
    private readonly Guid _writer;
    private long _lastNumber;

    /// <summary>A client of these replicas.</summary>
    /// <param name="replicas">The N replicas.</param>
    /// <param name="options">Numbers, mode and times.</param>
    /// <param name="resolver">In <see cref="QuorumMode.Fast"/>, makes one value of two; give the replicas the same. Null: the later clock wins.</param>
    /// <param name="clock">In <see cref="QuorumMode.Fast"/>, the process's clock; one of its own when null.</param>
    /// <param name="timeProvider">The clock for timeouts and delays; the system's when null.</param>
    /// <param name="logger">For missed writes and faults; none when null.</param>
    /// <exception cref="ValidationException">An option is out of range, or the quorums do not overlap.</exception>
    /// <exception cref="ArgumentException">There are not N replicas, or a resolver in <see cref="QuorumMode.Atomic"/>.</exception>
    public QuorumClient(
        IReadOnlyList<IReplica<TKey, TValue>> replicas,
        QuorumOptions options,
        IConflictResolver<TValue>? resolver = null,
        HybridLogicalClock? clock = null,
        TimeProvider? timeProvider = null,
        ILogger<QuorumClient<TKey, TValue>>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(replicas);
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        if (replicas.Count != options.N)
        {
            throw new ArgumentException($"N is {options.N}, and there are {replicas.Count} replicas.", nameof(replicas));
        }

        if (resolver is not null && options.Mode == QuorumMode.Atomic)
        {
            throw new ArgumentException("A write of an Atomic register replaces the value: there is nothing to resolve. Set Mode to Fast.", nameof(resolver));
        }

        timeProvider ??= TimeProvider.System;
        (_options, _resolver) = (options, resolver);
        _clock = clock ?? new(timeProvider);
        _writer = options.Writer ?? Guid.NewGuid();
        _links = new(replicas, options, resolver, timeProvider, logger ?? NullLogger<QuorumClient<TKey, TValue>>.Instance, _stopping.Token);
    }

    /// <summary>The newest entry of a key; null if it was never written.</summary>
    /// <exception cref="QuorumUnavailableException">Fewer than R replicas answered or, in <see cref="QuorumMode.Atomic"/>, fewer than W took it.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public ValueTask<ReplicaEntry<TKey, TValue>?> ReadAsync(TKey key, CancellationToken cancellationToken = default) =>
        ReplicationTraces.RunAsync("quorum read", _options, () => ReadNewestAsync(key, cancellationToken));

    /// <summary>Writes a value.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="QuorumUnavailableException">In <see cref="QuorumMode.Atomic"/>, fewer than R told their version; nothing was written.</exception>
    /// <exception cref="WriteOutcomeUnknownException">Fewer than W replicas took it: it may be read, or may not.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; once sent, its outcome is unknown likewise.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public ValueTask<WriteVersion> WriteAsync(TKey key, TValue value, CancellationToken cancellationToken = default) =>
        ReplicationTraces.RunAsync("quorum write", _options, () => WriteAboveAsync(key, value, cancellationToken));

    /// <summary>Stops what goes on in the background; missed writes that were kept are forgotten, and left for reads to repair.</summary>
    public void Dispose() => _stopping.Cancel();

    private async ValueTask<ReplicaEntry<TKey, TValue>?> ReadNewestAsync(TKey key, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
        var replies = await _links.Read(key, cancellationToken).ConfigureAwait(false);
        if (Newest(replies) is not { } newest)
        {
            return null;
        }

        var holders = replies.Where(reply => Holds(reply.Answer, newest)).Select(reply => reply.Replica).ToHashSet();
        if (_options.Mode == QuorumMode.Fast)
        {
            _clock.TryObserve(new(newest.Version.Number));
        }

        if (_options.Mode == QuorumMode.Fast || holders.Count >= _options.W)
        {
            Repair(newest, replies.Where(reply => !holders.Contains(reply.Replica) && reply.Error is null or ReplicaFaultException));
        }
        else if (await _links.Write(newest, holders, cancellationToken).ConfigureAwait(false) is var (held, cause) && held < _options.W)
        {
            throw new QuorumUnavailableException(held, _options.W, cause);
        }

        return newest;
    }

    private async ValueTask<WriteVersion> WriteAboveAsync(TKey key, TValue value, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
        var number = _options.Mode == QuorumMode.Fast
            ? _clock.Now().Value
            : NumberAbove(Newest(await _links.Read(key, cancellationToken).ConfigureAwait(false))?.Version.Number ?? 0);
        var version = new WriteVersion(number, _writer);
        var (held, cause) = await _links.Write(new(key, version, value), holders: FrozenSet<int>.Empty, cancellationToken).ConfigureAwait(false);
        return held >= _options.W ? version : throw new WriteOutcomeUnknownException(version, held, _options.W, cause);
    }

    private ReplicaEntry<TKey, TValue>? Newest(List<Reply<ReplicaEntry<TKey, TValue>?>> replies) =>
        replies.Select(reply => reply.Answer).Aggregate((ReplicaEntry<TKey, TValue>?)null, (newest, answer) => answer?.Join(newest, _resolver) ?? newest);

    private bool Holds(ReplicaEntry<TKey, TValue>? answer, ReplicaEntry<TKey, TValue> newest) =>
        answer?.Version == newest.Version && (_resolver is null || EqualityComparer<TValue>.Default.Equals(answer.Value, newest.Value));

    private void Repair(ReplicaEntry<TKey, TValue> newest, IEnumerable<Reply<ReplicaEntry<TKey, TValue>?>> stale)
    {
        foreach (var reply in stale)
        {
            ReplicationMetrics.Repairs.Add(1);
            _ = _links.Send(reply.Replica, newest); // never fails: what is missed is kept
        }
    }

    // above what was read and above every number that this client gave before: two writes at once must not have one version
    private long NumberAbove(long read)
    {
        while (true)
        {
            var last = Volatile.Read(ref _lastNumber);
            var next = Math.Max(read, last) + 1;
            if (Interlocked.CompareExchange(ref _lastNumber, next, last) == last)
            {
                return next;
            }
        }
    }
}
