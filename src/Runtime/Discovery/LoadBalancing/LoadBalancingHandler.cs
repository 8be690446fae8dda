using DistPatterns.Resilience;
using Microsoft.Extensions.ServiceDiscovery;

namespace DistPatterns.Discovery;

/// <summary>Sends a request for a service to one of its endpoints, and learns from the answer.</summary>
internal sealed class LoadBalancingHandler(ServicePools pools, ServiceDiscoveryOptions options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var service = request.RequestUri ?? throw new InvalidOperationException("The request has no RequestUri.");
        var host = request.Headers.Host;
        var pool = await pools.GetAsync(service.GetLeftPart(UriPartial.Authority), cancellationToken).ConfigureAwait(false);
        var call = pool.Pick();
        try
        {
            request.RequestUri = EndpointUri.For(service, call.Endpoint.EndPoint, options);
            request.Headers.Host ??= call.Endpoint.Features.Get<IHostNameFeature>()?.HostName;
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            Judge(call, response);
            return response;
        }
        catch (Exception exception) when (exception is DeadlineExpiredException || cancellationToken.IsCancellationRequested)
        {
            call.Abandoned();
            throw;
        }
        catch
        {
            call.Failed();
            throw;
        }
        finally
        {
            // A retry asks for the service again, not for the endpoint that failed.
            (request.RequestUri, request.Headers.Host) = (service, host);
        }
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Endpoints are resolved asynchronously: use SendAsync.");

    private static void Judge(EndpointCall<ServiceEndpoint> call, HttpResponseMessage response)
    {
        if ((int)response.StatusCode >= 500)
        {
            call.Failed();
        }
        else
        {
            call.Succeeded();
        }
    }
}
