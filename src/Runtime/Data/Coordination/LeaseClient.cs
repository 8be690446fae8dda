using System.ComponentModel.DataAnnotations;
using DistPatterns.Resilience;
using DistPatterns.Validation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistPatterns.Coordination;

/// <summary>Takes leases: at most one holder a name at a time, over all processes that share the store.</summary>
/// <remarks>
/// Each acquisition is an owner of its own, so two of one process exclude each other too, and a process that starts anew
/// never inherits the token of the one before. Each question to the store is a span of the source <c>DistPatterns.Coordination</c>
/// (<c>acquire lease</c>, <c>renew lease</c>, <c>resign lease</c>) with the tags <c>lease</c>, its name, and <c>lease.answer</c>: the
/// token, or none where another holds it. A term of office is no span: it may last for months.
/// </remarks>
public sealed class LeaseClient
{
    private readonly ILeaseStore _store;
    private readonly LeaseOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile bool _storeIsAway;

    /// <summary>Takes leases from <paramref name="store"/>.</summary>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public LeaseClient(ILeaseStore store, LeaseOptions options, TimeProvider? time = null, ILogger<LeaseClient>? logger = null)
    {
        options.Validated();
        (_store, _options, _time, _logger) = (store, options, time ?? TimeProvider.System, logger ?? NullLogger<LeaseClient>.Instance);
    }

    /// <summary>Whether nobody was answered since one that waits for a lease was not.</summary>
    internal bool StoreIsAway => _storeIsAway;

    /// <summary>Where the chance in the waits comes from; a simulation gives its own.</summary>
    internal Random Random { get; init; } = Random.Shared;

    /// <summary>Asks once. When the answer is lost, the lease may be taken all the same, by nobody: then it expires.</summary>
    /// <returns>The lease, or null when another holds it.</returns>
    /// <exception cref="TimeoutException">The store did not answer within a sixth of the time to live.</exception>
    /// <exception cref="Exception">Whatever the store throws when it is away. Nothing is held then.</exception>
    public ValueTask<Lease?> TryAcquireAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return TryAcquireAsync(name, Guid.NewGuid(), cancellationToken);
    }

    /// <summary>Waits until the lease is granted; a store that is away is asked again and again.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask<Lease> AcquireAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var owner = Guid.NewGuid(); // one for all attempts: an answer that was lost is asked for again, not waited out
        while (true)
        {
            try
            {
                if (await TryAcquireAsync(name, owner, cancellationToken).ConfigureAwait(false) is { } lease)
                {
                    return lease;
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                if (!_storeIsAway)
                {
                    LeaseTelemetry.StoreAway(_logger, e, name);
                }

                _storeIsAway = true;
            }

            await Task.Delay(_options.PollInterval * (0.5 + Random.NextDouble() / 2), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<Lease?> TryAcquireAsync(string name, Guid owner, CancellationToken cancellationToken)
    {
        var sent = _time.GetTimestamp();
        using var limit = new TimeLimit(_options.Terms.CallTimeout, _time, cancellationToken);
        try
        {
            var token = await LeaseTelemetry.AskAsync(
                "acquire", name, () => _store.TryTakeAsync(name, owner, _options.Ttl, limit.Token).AsTask().WaitAsync(limit.Token)).ConfigureAwait(false);
            _storeIsAway = false;
            if (token is null || _time.GetElapsedTime(sent) >= _options.Terms.LostAfter)
            {
                return null; // an answer that came too late is none
            }

            LeaseTelemetry.Acquired(_logger, name, token.Value);
            return new Lease(_store, name, owner, token.Value, sent, _options.Terms, _time, _logger);
        }
        catch (OperationCanceledException e) when (limit.IsExceeded)
        {
            throw new TimeoutException($"The store of lease '{name}' did not answer within {_options.Terms.CallTimeout}.", e);
        }
    }
}
