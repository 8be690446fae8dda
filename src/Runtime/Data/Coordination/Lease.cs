using DistPatterns.Resilience;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Coordination;

/// <summary>
/// A lease that is held: renewed in the background until it is disposed, which resigns, or lost.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Lost"/> fires before the store can grant the lease to another: two thirds of the time to live after the last
/// renewal that succeeded was <em>sent</em>, by this process' monotonic clock. A process that was paused past that (garbage
/// collection, a suspended machine) runs on for a moment all the same: a write that must not come from a former holder
/// carries <see cref="Token"/> and is checked where it is stored, by <see cref="Fence"/>.
/// </para>
/// <para>Why both are needed: M. Kleppmann, "How to do distributed locking" (2016); C. Gray, D. Cheriton, "Leases" (1989).</para>
/// </remarks>
public sealed class Lease : IAsyncDisposable
{
    private readonly ILeaseStore _store;
    private readonly Guid _owner;
    private readonly LeaseTerms _terms;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LeaseTenure _tenure;
    private readonly ITimer _renewal; // set anew after each attempt
    private Task _attempt = Task.CompletedTask;
    private int _disposed;

    internal Lease(ILeaseStore store, string name, Guid owner, long token, long sent, LeaseTerms terms, TimeProvider time, ILogger logger)
    {
        (_store, Name, _owner, Token, _terms, _time, _logger) = (store, name, owner, token, terms, time, logger);
        _tenure = new LeaseTenure(sent, terms.LostAfter, time);
        Lost.UnsafeRegister(static lease => ((Lease)lease!).OnLost(), this);
        using (SuppressFlow()) // renewals are no part of the request or span that took the lease
        {
            _renewal = time.CreateTimer(static lease => ((Lease)lease!).Renew(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        RenewIn(terms.RenewAfter - time.GetElapsedTime(sent));
    }

    /// <summary>The name of the lease.</summary>
    public string Name { get; }

    /// <summary>The fencing token: larger for every grant of this lease, whoever it goes to.</summary>
    public long Token { get; }

    /// <summary>Fires when the lease is lost or was disposed: the work must stop.</summary>
    public CancellationToken Lost => _tenure.Lost;

    /// <summary>Whether the lease is held at this moment, by the clock itself: right even where the timer behind <see cref="Lost"/> is late.</summary>
    public bool IsHeld => _tenure.IsHeld;

    /// <summary>Refuses to go on under a lease that is not held any more.</summary>
    /// <exception cref="LeaseLostException">It is not held any more.</exception>
    public void ThrowIfLost()
    {
        if (!IsHeld)
        {
            throw new LeaseLostException(Name, Token);
        }
    }

    /// <summary>
    /// Ends the work by <see cref="Lost"/> and gives the lease to the next. When the store cannot be told, the lease expires by itself.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        var held = IsHeld;
        _tenure.End();
        await _renewal.DisposeAsync().ConfigureAwait(false);
        await _attempt.ConfigureAwait(false);
        _tenure.Dispose();
        if (held)
        {
            await ResignAsync().ConfigureAwait(false);
        }
    }

    private static AsyncFlowControl? SuppressFlow() => ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();

    private void OnLost()
    {
        if (Volatile.Read(ref _disposed) == 0)
        {
            LeaseTelemetry.Lost(_logger, Name, Token);
        }
    }

    private void RenewIn(TimeSpan wait) => _renewal.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private void Renew() => _attempt = RenewAsync();

    private async Task RenewAsync()
    {
        var sent = _time.GetTimestamp();
        var renewed = !Lost.IsCancellationRequested && await TryRenewAsync(sent).ConfigureAwait(false);
        if (!Lost.IsCancellationRequested)
        {
            RenewIn(renewed ? _terms.RenewAfter - _time.GetElapsedTime(sent) : _terms.RetryAfter);
        }
    }

    private async Task<bool> TryRenewAsync(long sent)
    {
        try
        {
            using var limit = new TimeLimit(_terms.CallTimeout, _time, Lost);
            var token = await LeaseTelemetry.AskAsync(
                "renew", Name, () => _store.TryTakeAsync(Name, _owner, _terms.Ttl, limit.Token).AsTask().WaitAsync(limit.Token)).ConfigureAwait(false);
            if (token != Token)
            {
                _tenure.End(); // another has it, or had it
                return false;
            }

            _tenure.Renewed(sent);
            return true;
        }
        catch (Exception e)
        {
            if (!Lost.IsCancellationRequested)
            {
                LeaseTelemetry.RenewalFailed(_logger, e, Name, Token);
            }

            return false;
        }
    }

    private async Task ResignAsync()
    {
        try
        {
            using var attempt = new CancellationTokenSource(_terms.CallTimeout, _time);
            await LeaseTelemetry
                .AskAsync("resign", Name, () => _store.ResignAsync(Name, _owner, Token, attempt.Token).AsTask().WaitAsync(attempt.Token))
                .ConfigureAwait(false);
            LeaseTelemetry.Resigned(_logger, Name, Token);
        }
        catch (Exception e)
        {
            LeaseTelemetry.ResignationFailed(_logger, e, Name, Token);
        }
    }
}

/// <summary>Work was about to go on under a lease that is not held any more.</summary>
public sealed class LeaseLostException(string name, long token)
    : InvalidOperationException($"The lease '{name}' is not held any more under token {token}.")
{
    /// <summary>The name of the lease.</summary>
    public string LeaseName { get; } = name;

    /// <summary>The token it was held under.</summary>
    public long Token { get; } = token;
}
