using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;

namespace DistPatterns.Discovery;

/// <summary>
/// The endpoints of one service. Each call goes to the cheaper of two that were drawn at random (Mitzenmacher, "The
/// Power of Two Choices in Randomized Load Balancing", 2001), its cost being latency times waiting calls; an endpoint
/// that keeps failing is left out for a while.
/// </summary>
/// <typeparam name="T">What an endpoint is.</typeparam>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class EndpointPool<T>
    where T : notnull
{
    private readonly LoadBalancingOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly Random _random;
    private readonly IEqualityComparer<T>? _comparer;
    private readonly Lock _lock = new();
    private PooledEndpoint<T>[] _all = [];
    private volatile PooledEndpoint<T>[] _available = [];
    private long _nextReturnAt = long.MaxValue;

    /// <summary>Creates an empty pool.</summary>
    /// <param name="options">See there.</param>
    /// <param name="timeProvider">The clock; its monotonic timestamp. The system's by default.</param>
    /// <param name="random">Where draws come from; must be safe for concurrent use, as the default <see cref="Random.Shared"/> is.</param>
    /// <param name="comparer">When two values are the same endpoint, which then keeps its history over <see cref="Update"/>.</param>
    /// <exception cref="ValidationException">An option is out of range.</exception>
    public EndpointPool(LoadBalancingOptions options, TimeProvider? timeProvider = null, Random? random = null, IEqualityComparer<T>? comparer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        (_options, _timeProvider, _random, _comparer) = (options, timeProvider ?? TimeProvider.System, random ?? Random.Shared, comparer);
    }

    /// <summary>How many endpoints are left out just now.</summary>
    public int EjectedCount
    {
        get
        {
            lock (_lock)
            {
                Refresh();
                return _all.Length - _available.Length;
            }
        }
    }

    /// <summary>Replaces the endpoints. Those that stay keep their latency, their calls and their ejection.</summary>
    public void Update(IEnumerable<T> endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        lock (_lock)
        {
            var known = _all.ToDictionary(endpoint => endpoint.Value, _comparer);
            _all = [.. endpoints.Distinct(_comparer).Select(value => known.GetValueOrDefault(value) ?? Join(value))];
            Refresh();
        }
    }

    /// <summary>Chooses the endpoint for a call.</summary>
    /// <exception cref="InvalidOperationException">The service has no endpoints.</exception>
    public EndpointCall<T> Pick()
    {
        var now = _timeProvider.GetTimestamp();
        if (now >= Volatile.Read(ref _nextReturnAt))
        {
            lock (_lock)
            {
                Refresh();
            }
        }

        var chosen = Choose(_available);
        chosen.Load.Start();
        return new EndpointCall<T>(this, chosen, now);
    }

    internal void End(PooledEndpoint<T> endpoint, long startedAt, bool? failed)
    {
        var latency = _timeProvider.GetElapsedTime(startedAt);
        endpoint.Load.End(failed == true && latency < _options.FailurePenalty ? _options.FailurePenalty : latency);
        if (failed is null || (failed is false && !endpoint.Health.IsFailing))
        {
            return;
        }

        lock (_lock)
        {
            if (failed is false)
            {
                endpoint.Health.Succeeded();
            }
            else if (endpoint.Health.Failed() && !endpoint.Health.IsEjected)
            {
                Refresh();
                TryEject(endpoint);
            }
        }
    }

    private PooledEndpoint<T> Choose(PooledEndpoint<T>[] candidates)
    {
        if (candidates.Length < 2)
        {
            return candidates.Length == 1 ? candidates[0] : throw new InvalidOperationException("The service has no endpoints.");
        }

        var first = _random.Next(candidates.Length);
        var second = _random.Next(candidates.Length - 1);
        var (one, other) = (candidates[first], candidates[second < first ? second : second + 1]);
        return other.Load.Cost < one.Load.Cost ? other : one;
    }

    private PooledEndpoint<T> Join(T value) =>
        new(value, new EndpointLoad(_timeProvider, _options.LatencyDecay), new EndpointHealth(_options, _timeProvider));

    private void TryEject(PooledEndpoint<T> endpoint)
    {
        if (_all.Length - _available.Length < _options.MaxEjected(_all.Length))
        {
            endpoint.Health.Eject();
            Refresh();
        }
    }

    // Brings back whose time is up, and, where fewer endpoints allow fewer to be out, who would be back soonest.
    private void Refresh()
    {
        var now = _timeProvider.GetTimestamp();
        var ejected = _all.Where(endpoint => endpoint.Health.IsEjected).OrderByDescending(endpoint => endpoint.Health.ReturnsAt).ToList();
        var mayStayOut = _options.MaxEjected(_all.Length);
        while (ejected.Count > 0 && (ejected.Count > mayStayOut || ejected[^1].Health.ReturnsAt <= now))
        {
            ejected[^1].Health.Return();
            ejected.RemoveAt(ejected.Count - 1);
        }

        _available = [.. _all.Where(endpoint => !endpoint.Health.IsEjected)];
        Volatile.Write(ref _nextReturnAt, ejected.Count > 0 ? ejected[^1].Health.ReturnsAt : long.MaxValue);
    }
}
