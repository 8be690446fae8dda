using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.ServiceDiscovery;

namespace DistPatterns.Discovery;

/// <summary>Balances the requests of an <see cref="HttpClient"/> over the endpoints of a service.</summary>
public static class LoadBalancingHttpClientBuilderExtensions
{
    /// <summary>
    /// Resolves the host of each request as a service, with the endpoint providers of Microsoft.Extensions.ServiceDiscovery,
    /// and sends it to the endpoint that <see cref="EndpointPool{T}"/> picks: the cheaper of two by latency and load,
    /// those left out that keep failing. It takes the place of Microsoft's <c>AddServiceDiscovery</c> on the client,
    /// which goes round robin; <c>services.AddServiceDiscovery()</c> still brings the providers.
    /// </summary>
    /// <remarks>Add it after <c>AddDistPatternsResilience</c>, so that each retry picks anew. A 5xx answer and a broken
    /// connection are failures of the endpoint; a request that its caller gives up is not, nor is a gRPC status, which comes
    /// after the answer began. Options are validated at start.</remarks>
    public static IHttpClientBuilder AddLoadBalancing(this IHttpClientBuilder builder, Action<LoadBalancingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, name) = (builder.Services, builder.Name);
        services.AddServiceDiscoveryCore();
        services.AddOptions<LoadBalancingOptions>(name).Configure(configure ?? (static _ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddKeyedSingleton(name, (provider, _) => new ServicePools(
            provider.GetRequiredService<ServiceEndpointResolver>(),
            provider.GetRequiredService<IOptionsMonitor<LoadBalancingOptions>>().Get(name),
            provider.GetRequiredService<TimeProvider>()));
        return builder.AddHttpMessageHandler(provider => new LoadBalancingHandler(
            provider.GetRequiredKeyedService<ServicePools>(name),
            provider.GetRequiredService<IOptions<ServiceDiscoveryOptions>>().Value));
    }
}
