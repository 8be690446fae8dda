using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>What limits the clients that a factory makes: what is said of a registration, and of all clients of its container.</summary>
internal sealed class ClientRegistrations
{
    private readonly EffectGraph _graph;
    private readonly TimeLimits _limits;
    private readonly HostAssemblies _limited;

    public ClientRegistrations(EffectGraph graph, TimeLimits limits)
    {
        (_graph, _limits) = (graph, limits);
        _limited = new(graph, graph.Modelled.Where(s => s.Site.Has(Trait.AllClients) && Configuring(s).Any(TimeLimits.IsLimit)).Select(s => s.Body));
    }

    /// <summary>Whether something limits the clients of a registration, or may: the defaults of the container, the registration itself, or what cannot be read.</summary>
    public bool MayLimit(SiteOf registration) =>
        _limited.Share(registration.Body) || Configuring(registration).Any(s => TimeLimits.IsLimit(s) || !_limits.IsHarmless(s));

    /// <summary>What is said of the registration: in its delegates, and by the calls chained to it.</summary>
    private IEnumerable<Site> Configuring(SiteOf registration)
    {
        var (body, made) = (registration.Body, registration.Site);
        return _graph.BodiesOf(body.Type).Where(b => TimeLimits.Is(b.Owner, body.Owner)).SelectMany(b => b.Sites)
            .Where(s => s != made && LeadsTo(s, made) && IsAbout(s, made));
    }

    private static bool LeadsTo(Site? site, Site made) =>
        site is not null && (site == made || LeadsTo(site.Subject.Site, made) || LeadsTo(site.Within, made));

    /// <summary>A call on the builder or on the client; what the delegate asks of the container is not about either.</summary>
    private static bool IsAbout(Site site, Site made) =>
        site.Row is not null
        || (made.Member is IMethodSymbol member && TimeLimits.Is(site.Receiver, member.ReturnType))
        || site.Subject.Symbol is IParameterSymbol { Type.TypeKind: TypeKind.Class };
}
