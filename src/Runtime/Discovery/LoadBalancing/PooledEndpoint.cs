namespace DistPatterns.Discovery;

internal sealed record PooledEndpoint<T>(T Value, EndpointLoad Load, EndpointHealth Health);
