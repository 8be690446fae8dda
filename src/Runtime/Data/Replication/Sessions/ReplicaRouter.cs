using System.ComponentModel.DataAnnotations;
using DistPatterns.Resilience;
using DistPatterns.Validation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistPatterns.Replication;

/// <summary>Sends each read to a node that can keep what the reader was promised: to the leader, or to a follower that is known to be far enough.</summary>
/// <remarks>
/// What is not known is not promised: before the first <see cref="ProbeAsync(CancellationToken)"/>, and when it no longer runs, all but
/// <see cref="ConsistencyModel.Eventual"/> goes to the leader. Run <see cref="RunAsync"/> in a hosted service.
/// </remarks>
public sealed class ReplicaRouter<TNode>
{
    private readonly TNode _leader;
    private readonly IReplicationProbe<TNode> _probe;
    private readonly ReplicaRouterOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly LeaderLog _log = new();
    private readonly SemaphoreSlim _probing = new(1);
    private volatile Follower<TNode>[] _followers;
    private int _turn;

    /// <summary>Routes between these nodes.</summary>
    /// <param name="leader">Where all writes go.</param>
    /// <param name="followers">Those who apply the leader's log in its order.</param>
    /// <param name="probe">Asks a node for its position.</param>
    /// <param name="options">The defaults when null.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="logger">For a leader that does not answer; none when null.</param>
    /// <exception cref="ValidationException">An option is out of range.</exception>
    public ReplicaRouter(
        TNode leader,
        IEnumerable<TNode> followers,
        IReplicationProbe<TNode> probe,
        ReplicaRouterOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger<ReplicaRouter<TNode>>? logger = null)
    {
        _options = (options ?? new()).Validated();
        _timeProvider = timeProvider ?? TimeProvider.System;
        (_leader, _probe, _logger) = (leader, probe, logger ?? NullLogger<ReplicaRouter<TNode>>.Instance);
        _followers = [.. followers.Select(node => new Follower<TNode>(node))];
    }

    /// <summary>Where to read.</summary>
    /// <param name="model">What the reader was promised.</param>
    /// <param name="session">What the reader has seen; it is kept under every model.</param>
    /// <param name="maxStaleness">Under <see cref="ConsistencyModel.BoundedStaleness"/>, how old the answer may be; the options' bound when null.</param>
    /// <returns>Of the followers that can keep it, each in turn; the leader if there is none.</returns>
    public ReplicaRoute<TNode> Route(ConsistencyModel model, SessionToken session = default, TimeSpan? maxStaleness = null)
    {
        var now = _timeProvider.GetTimestamp();
        var bound = maxStaleness ?? _options.MaxStaleness;
        bool CanKeep(Follower<TNode> follower) => !follower.IsAway && follower.Position >= session.Position && model switch
        {
            ConsistencyModel.Eventual or ConsistencyModel.Session or ConsistencyModel.Causal => true,
            ConsistencyModel.BoundedStaleness => follower.FreshAt is { } freshAt && _timeProvider.GetElapsedTime(freshAt, now) <= bound,
            _ => false,
        };

        TNode[] able = [.. _followers.Where(CanKeep).Select(follower => follower.Node)];
        return able.Length == 0 ? new(_leader, true) : new(able[(uint)Interlocked.Increment(ref _turn) % (uint)able.Length], false);
    }

    /// <summary>Where to write, if the leader has all that the session has seen: so that its writes follow its reads, over a failover too.</summary>
    /// <exception cref="SessionLostException">It has less.</exception>
    public async ValueTask<TNode> RouteWriteAsync(SessionToken session, CancellationToken cancellationToken = default)
    {
        return _log.Position >= session.Position ? _leader : await ReplicationTraces.AskAsync("replica route write", 1, async () =>
        {
            var position = await AskAsync(_leader, cancellationToken).ConfigureAwait(false);
            return position >= session.Position ? _leader : throw new SessionLostException(session, position);
        }).ConfigureAwait(false);
    }

    /// <summary>Asks all nodes where they are. A follower that does not answer gets no reads until it does.</summary>
    /// <exception cref="TimeoutException">The leader did not answer; what is known of the followers grows old.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken = default)
    {
        await _probing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _followers = await ReplicationTraces.AskAsync("replica probe", _followers.Length + 1, () => AskAllAsync(cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            _probing.Release();
        }
    }

    /// <summary>Asks all nodes where they are, at each <see cref="ReplicaRouterOptions.ProbeInterval"/>, until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_options.ProbeInterval, _timeProvider);
        do
        {
            try
            {
                await ProbeAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                ReplicationLog.LeaderAway(_logger, error);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<Follower<TNode>[]> AskAllAsync(CancellationToken cancellationToken)
    {
        var askedAt = _timeProvider.GetTimestamp();
        _log.Add(await AskAsync(_leader, cancellationToken).ConfigureAwait(false), askedAt);
        return await Task.WhenAll(_followers.Select(follower => ProbeAsync(follower, cancellationToken))).ConfigureAwait(false);
    }

    private async Task<Follower<TNode>> ProbeAsync(Follower<TNode> follower, CancellationToken cancellationToken)
    {
        try
        {
            var position = await AskAsync(follower.Node, cancellationToken).ConfigureAwait(false);
            return follower with { Position = position, FreshAt = _log.FreshAt(position), IsAway = false };
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return follower with { IsAway = true };
        }
    }

    private async Task<ulong> AskAsync(TNode node, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(_options.ProbeTimeout, _timeProvider, cancellationToken);
        try
        {
            return await _probe.PositionAsync(node, limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            throw new TimeoutException($"The node {node} did not say its position within {_options.ProbeTimeout}.");
        }
    }
}
