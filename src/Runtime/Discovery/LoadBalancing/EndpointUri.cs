using System.Net;
using Microsoft.Extensions.ServiceDiscovery;

namespace DistPatterns.Discovery;

/// <summary>The address of a request at the endpoint that was chosen for its service.</summary>
internal static class EndpointUri
{
    public static Uri For(Uri request, EndPoint endpoint, ServiceDiscoveryOptions options)
    {
        var address = new UriBuilder(request);
        switch (endpoint)
        {
            case UriEndPoint { Uri: var uri }:
                (address.Scheme, address.Host, address.Port) = (uri.Scheme, uri.Host, uri.Port > 0 ? uri.Port : address.Port);
                address.Path = $"{uri.AbsolutePath.TrimEnd('/')}/{request.AbsolutePath.TrimStart('/')}";
                break;
            case IPEndPoint ip:
                (address.Scheme, address.Host) = (Scheme(request, options), ip.Address.ToString());
                address.Port = ip.Port > 0 ? ip.Port : address.Port;
                break;
            case DnsEndPoint dns:
                (address.Scheme, address.Host) = (Scheme(request, options), dns.Host);
                address.Port = dns.Port > 0 ? dns.Port : address.Port;
                break;
            default:
                throw new NotSupportedException($"An endpoint of type {endpoint.GetType()} has no address for HTTP.");
        }

        return address.Uri;
    }

    // "https+http://orders" names the schemes that will do, best first; an endpoint without a scheme takes the first that is allowed.
    private static string Scheme(Uri request, ServiceDiscoveryOptions options)
    {
        if (!request.Scheme.Contains('+', StringComparison.Ordinal))
        {
            return request.Scheme;
        }

        var allowed = options.ApplyAllowedSchemes(request.Scheme.Split('+'));
        return allowed.Count > 0 ? allowed[0] : throw new InvalidOperationException($"No scheme of '{request.Scheme}' is allowed.");
    }
}
