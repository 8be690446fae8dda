using System.Security.Cryptography;
using DistPatterns.Resilience;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Options;

namespace DistPatterns.Caching;

/// <summary>
/// Cache-aside over <see cref="HybridCache"/> without its race: a load that began before an invalidation can still end, and is stored, after it.
/// Here the value is filed under the generation that the load began in, and nobody reads a past generation.
/// </summary>
/// <remarks>
/// Promise: a call that begins after its node has taken an invalidation into account gets no value whose load began before; nor does it wait for
/// such a load. A node that has not heard of it yet, or that starts while an old load is still filling the second level, may be stale for
/// <see cref="VersionedCacheOptions.Expiry"/> at most, twice that with a second level. One load runs for any number of callers of a key
/// (HybridCache's own guard). The problem is that of "leases" in Nishtala et al., Scaling Memcache at Facebook, NSDI 2013.
/// </remarks>
public sealed class VersionedCache : IDisposable
{
    private readonly HybridCache _cache;
    private readonly IInvalidationBus? _bus;
    private readonly TimeProvider _time;
    private readonly TimeSpan _loadTimeout;
    private readonly JitteredExpiry _expiry;
    private readonly Generations _generations;
    private readonly Guid _node = Guid.NewGuid();
    private readonly IDisposable? _subscription;
    private long _epoch;

    /// <param name="cache">What holds the values.</param>
    /// <param name="options">How long it keeps them.</param>
    /// <param name="bus">What tells the other nodes; null for a single node.</param>
    /// <param name="time">The clock of load timeouts.</param>
    public VersionedCache(HybridCache cache, IOptions<VersionedCacheOptions> options, IInvalidationBus? bus = null, TimeProvider? time = null)
    {
        (_cache, _bus, _time, _loadTimeout) = (cache, bus, time ?? TimeProvider.System, options.Value.LoadTimeout);
        _expiry = new(options.Value);
        _generations = new((2 * options.Value.Expiry) + _loadTimeout, _time); // an entry of the second level may enter the first at its end
        _subscription = bus?.Subscribe(Received, Gap);
    }

    /// <summary>The value of a key, loaded by one caller when it is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="load">Reads the value from where it is kept.</param>
    /// <param name="cancellationToken">Ends this caller's wait; the load goes on while another waits.</param>
    /// <exception cref="TimeoutException">The load took longer than <see cref="VersionedCacheOptions.LoadTimeout"/>.</exception>
    public async ValueTask<T> GetOrLoadAsync<T>(string key, Func<CancellationToken, ValueTask<T>> load, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var fill = new Fill<T>(this, key, _generations.Of(key), _time.GetTimestamp(), load);
        return await _cache.GetOrCreateAsync(
            Name(key, fill.Generation), fill, static (f, token) => f.Cache.RunAsync(f, token), _expiry.Next(), cancellationToken: cancellationToken);
    }

    /// <summary>Makes every value of the key loaded before old, on all nodes. Call it after the commit: before, a reader would load it again.</summary>
    /// <exception cref="Exception">The bus failed: this node has forgotten the value, others may keep it until it expires.</exception>
    public async ValueTask InvalidateAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var stamp = NewStamp();
        var ended = _generations.Advance(key, stamp);
        await AnnounceAsync(key, ended, stamp, cancellationToken);
    }

    /// <summary>Write-through: writes the value where it is kept, then into this cache, unless another write came between; other nodes forget theirs.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="write">Writes it where it is kept, and has committed when it returns.</param>
    /// <param name="cancellationToken">Ends the write; once that is done, the rest is done too.</param>
    public async ValueTask WriteThroughAsync<T>(string key, T value, Func<T, CancellationToken, ValueTask> write, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var (before, stamp) = (_generations.Of(key), NewStamp());
        try
        {
            await write(value, cancellationToken);
        }
        catch
        {
            await InvalidateAsync(key, CancellationToken.None); // it may have been written all the same
            throw;
        }

        if (_generations.TryAdvance(key, before, stamp))
            await _cache.SetAsync(Name(key, unchecked(before + stamp)), value, _expiry.NextLocal(), cancellationToken: CancellationToken.None);
        else
            before = _generations.Advance(key, stamp); // whose write was the last is not known here: the next reader loads it
        await AnnounceAsync(key, before, stamp, CancellationToken.None);
    }

    /// <summary>Stops listening. The values stay in the underlying cache.</summary>
    public void Dispose() => _subscription?.Dispose();

    private async ValueTask<T> RunAsync<T>(Fill<T> fill, CancellationToken cancellationToken)
    {
        CacheMetrics.Loads.Add(1);
        using var limit = new TimeLimit(_loadTimeout, _time, cancellationToken);
        try
        {
            var value = await fill.Load(limit.Token);
            if (_time.GetElapsedTime(fill.Began) > _loadTimeout)
                throw TooLong(fill.Key, null); // a generation that has been forgotten since could be filled
            if (_generations.Of(fill.Key) != fill.Generation)
                CacheMetrics.Overtaken.Add(1);
            return value;
        }
        catch (OperationCanceledException e) when (limit.IsExceeded)
        {
            throw TooLong(fill.Key, e);
        }
    }

    private TimeoutException TooLong(string key, Exception? inner) =>
        new($"The load of cache key '{key}' took longer than its limit of {_loadTimeout}.", inner);

    /// <summary>Takes the ended generation, and the one a new node begins with, out of the second level, and tells the others.</summary>
    private async ValueTask AnnounceAsync(string key, ulong ended, ulong stamp, CancellationToken cancellationToken)
    {
        CacheMetrics.Invalidations.Add(1);
        try
        {
            await _cache.RemoveAsync(ended == 0 ? [Name(key, 0)] : [Name(key, 0), Name(key, ended)], cancellationToken);
        }
        finally
        {
            if (_bus is not null)
                await _bus.PublishAsync(new(key, stamp, _node), cancellationToken);
        }
    }

    private void Received(CacheInvalidation invalidation)
    {
        if (invalidation.Node == _node)
            return;
        CacheMetrics.Received.Add(1);
        _generations.Advance(invalidation.Key, invalidation.Stamp);
    }

    /// <summary>Which keys were invalidated is not known: all are. The second level is not shared with other nodes from here on.</summary>
    private void Gap()
    {
        CacheMetrics.Gaps.Add(1);
        Interlocked.Increment(ref _epoch);
    }

    private string Name(string key, ulong generation)
    {
        var epoch = Volatile.Read(ref _epoch);
        return (epoch, generation) switch
        {
            (0, 0) => key,
            (0, _) => $"{key}@{generation:x}",
            _ => $"{key}@{generation:x}/{_node:n}.{epoch}",
        };
    }

    private static ulong NewStamp() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>A load, and the generation that its value is filed under.</summary>
    private readonly record struct Fill<T>(VersionedCache Cache, string Key, ulong Generation, long Began, Func<CancellationToken, ValueTask<T>> Load);
}
