using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Resilience;

/// <summary>The clients of a program by how they are made: registered with a factory, or created on a channel.</summary>
internal sealed class GrpcClients(EffectGraph graph, TimeLimits limits)
{
    /// <summary>What is said of a program that makes channels by hand, and so the clients on them.</summary>
    private const string Channel = "grpc-channel";

    private readonly Dictionary<SymbolKey, bool> _unlimited = new();
    private readonly Lazy<ILookup<SymbolKey, SiteOf>> _registered = new(() => graph.Modelled
        .Where(s => s.Site.Arguments.Service is not (null or ITypeParameterSymbol))
        .ToLookup(s => SymbolKey.Of(s.Site.Arguments.Service!)));

    private readonly Lazy<List<SiteOf>> _registeredAny = new(() => graph.Modelled.Where(s => s.Site.Arguments.Service is ITypeParameterSymbol).ToList());
    private readonly CallInterceptors _interceptors = new(graph, limits);
    private readonly Lazy<ClientRegistrations> _registrations = new(() => new(graph, limits));

    /// <summary>Whether it is in sight how the clients of a type are made, and nothing there limits their calls.</summary>
    public bool AreUnlimited(ITypeSymbol? client)
    {
        if (client is null)
            return false;
        var key = SymbolKey.Of(client);
        return _unlimited.TryGetValue(key, out var known) ? known : _unlimited[key] = Judge(key);
    }

    private bool Judge(SymbolKey client)
    {
        var registrations = _registered.Value[client].Concat(_registeredAny.Value).ToList();
        var isInSight = graph.Extent == GraphExtent.Solution || graph.Registrations.Declaring(Channel).Count > 0
            || (graph.Extent == GraphExtent.Program && _registered.Value.Contains(client));
        return isInSight && !_interceptors.MayChange(client) && !registrations.Any(_registrations.Value.MayLimit);
    }
}
