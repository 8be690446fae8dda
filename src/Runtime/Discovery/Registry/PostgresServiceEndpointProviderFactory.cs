using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.ServiceDiscovery;

namespace DistPatterns.Registry;

internal sealed class PostgresServiceEndpointProviderFactory(
    PostgresServiceRegistry registry, IOptions<PostgresServiceEndpointProviderOptions> options, IOptions<ServiceDiscoveryOptions> discovery,
    TimeProvider time, ILogger<PostgresServiceEndpointProvider> logger) : IServiceEndpointProviderFactory
{
    public bool TryCreateProvider(ServiceEndpointQuery query, [NotNullWhen(true)] out IServiceEndpointProvider? provider)
    {
        provider = new PostgresServiceEndpointProvider(
            query, discovery.Value.ApplyAllowedSchemes(query.IncludedSchemes), registry, options.Value.PollInterval, time, logger);
        return true;
    }
}
