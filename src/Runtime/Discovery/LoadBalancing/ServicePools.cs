using System.Collections.Concurrent;
using System.Net;
using DistPatterns.Resilience;
using Microsoft.Extensions.ServiceDiscovery;

namespace DistPatterns.Discovery;

/// <summary>
/// The endpoint pools of one client, a pool for each service it calls. They outlive the client's handlers, which the
/// factory replaces every two minutes.
/// </summary>
internal sealed class ServicePools(ServiceEndpointResolver resolver, LoadBalancingOptions options, TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<string, ServicePool> _pools = new(StringComparer.OrdinalIgnoreCase);

    public async ValueTask<EndpointPool<ServiceEndpoint>> GetAsync(string service, CancellationToken cancellationToken)
    {
        var source = await ResolveAsync(service, cancellationToken).ConfigureAwait(false);
        return _pools.GetOrAdd(service, static (_, self) => self.Create(), this).With(source);
    }

    // The first call starts the resolver's watch, which goes on for the life of the process.
    private ValueTask<ServiceEndpointSource> ResolveAsync(string service, CancellationToken cancellationToken)
    {
        if (Deadline.Current is null)
        {
            return resolver.GetEndpointsAsync(service, cancellationToken);
        }

        using var scope = Deadline.Suppress();
        return resolver.GetEndpointsAsync(service, cancellationToken);
    }

    private ServicePool Create() => new(new EndpointPool<ServiceEndpoint>(options, timeProvider, comparer: SameAddress.Instance));

    private sealed class ServicePool(EndpointPool<ServiceEndpoint> pool)
    {
        private readonly Lock _lock = new();
        private volatile ServiceEndpointSource? _source;

        public EndpointPool<ServiceEndpoint> With(ServiceEndpointSource source)
        {
            // The resolver hands out the same object until the endpoints are resolved anew.
            if (!ReferenceEquals(_source, source))
            {
                lock (_lock)
                {
                    pool.Update(source.Endpoints);
                    _source = source;
                }
            }

            return pool;
        }
    }

    private sealed class SameAddress : EqualityComparer<ServiceEndpoint>
    {
        public static SameAddress Instance { get; } = new();

        public override bool Equals(ServiceEndpoint? x, ServiceEndpoint? y) => EqualityComparer<EndPoint>.Default.Equals(x?.EndPoint, y?.EndPoint);

        public override int GetHashCode(ServiceEndpoint obj) => obj.EndPoint.GetHashCode();
    }
}
