namespace DistPatterns.Discovery;

/// <summary>One call to an endpoint that <see cref="EndpointPool{T}.Pick"/> chose. End it exactly once.</summary>
/// <typeparam name="T">What an endpoint is.</typeparam>
public readonly struct EndpointCall<T>
    where T : notnull
{
    private readonly EndpointPool<T> _pool;
    private readonly PooledEndpoint<T> _endpoint;
    private readonly long _startedAt;

    internal EndpointCall(EndpointPool<T> pool, PooledEndpoint<T> endpoint, long startedAt) =>
        (_pool, _endpoint, _startedAt) = (pool, endpoint, startedAt);

    /// <summary>The endpoint to call.</summary>
    public T Endpoint => _endpoint.Value;

    /// <summary>The endpoint answered, and well.</summary>
    public void Succeeded() => _pool.End(_endpoint, _startedAt, failed: false);

    /// <summary>The endpoint failed: no answer, or one that says the fault is its own.</summary>
    public void Failed() => _pool.End(_endpoint, _startedAt, failed: true);

    /// <summary>The caller gave up. The time it waited counts as latency; whether the endpoint works stays unknown.</summary>
    public void Abandoned() => _pool.End(_endpoint, _startedAt, failed: null);
}
