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
    private readonly LeaseOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationToken _lostToken;
    private readonly ITimer _renewal; // set anew after each attempt
    private Task _attempt = Task.CompletedTask;
    private long _sent; // when the last take or renewal that succeeded was sent
    private int _disposed;

    internal Lease(ILeaseStore store, string name, Guid owner, long token, long sent, LeaseOptions options, TimeProvider time, ILogger logger)
    {
        (_store, Name, _owner, Token, _sent, _options, _time, _logger) = (store, name, owner, token, sent, options, time, logger);
        _lost = new CancellationTokenSource(LeftUntilLost, time);
        _lostToken = _lost.Token;
        _lostToken.UnsafeRegister(static lease => ((Lease)lease!).OnLost(), this);
        using (SuppressFlow()) // renewals are no part of the request or span that took the lease
        {
            _renewal = time.CreateTimer(static lease => ((Lease)lease!).Renew(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        RenewIn(options.RenewAfter - time.GetElapsedTime(sent));
    }

    /// <summary>The name of the lease.</summary>
    public string Name { get; }

    /// <summary>The fencing token: larger for every grant of this lease, whoever it goes to.</summary>
    public long Token { get; }

    /// <summary>Fires when the lease is lost or was disposed: the work must stop.</summary>
    public CancellationToken Lost => _lostToken;

    /// <summary>Whether the lease is held at this moment, by the clock itself: right even where the timer behind <see cref="Lost"/> is late.</summary>
    public bool IsHeld => !_lostToken.IsCancellationRequested && LeftUntilLost > TimeSpan.Zero;

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
        _lost.Cancel();
        await _renewal.DisposeAsync().ConfigureAwait(false);
        await _attempt.ConfigureAwait(false);
        _lost.Dispose();
        if (held)
        {
            await ResignAsync().ConfigureAwait(false);
        }
    }

    private TimeSpan LeftUntilLost
    {
        get
        {
            var left = _options.LostAfter - _time.GetElapsedTime(Volatile.Read(ref _sent));
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
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
        var renewed = !_lostToken.IsCancellationRequested && await TryRenewAsync(sent).ConfigureAwait(false);
        if (!_lostToken.IsCancellationRequested)
        {
            RenewIn(renewed ? _options.RenewAfter - _time.GetElapsedTime(sent) : _options.RetryAfter);
        }
    }

    private async Task<bool> TryRenewAsync(long sent)
    {
        try
        {
            using var attempt = new CancellationTokenSource(_options.CallTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(attempt.Token, _lostToken);
            var token = await LeaseTelemetry.AskAsync("renew", Name, () => _store.TryTakeAsync(Name, _owner, _options.Ttl, either.Token).AsTask().WaitAsync(either.Token)).ConfigureAwait(false);
            if (token != Token)
            {
                _lost.Cancel(); // another has it, or had it
                return false;
            }

            Volatile.Write(ref _sent, sent);
            _lost.CancelAfter(LeftUntilLost);
            return true;
        }
        catch (Exception e)
        {
            if (!_lostToken.IsCancellationRequested)
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
            using var attempt = new CancellationTokenSource(_options.CallTimeout, _time);
            await LeaseTelemetry.AskAsync("resign", Name, () => _store.ResignAsync(Name, _owner, Token, attempt.Token).AsTask().WaitAsync(attempt.Token)).ConfigureAwait(false);
            LeaseTelemetry.Resigned(_logger, Name, Token);
        }
        catch (Exception e)
        {
            LeaseTelemetry.ResignationFailed(_logger, e, Name, Token);
        }
    }
}
