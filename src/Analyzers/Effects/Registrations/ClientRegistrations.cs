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
        var limiting = graph.Modelled.Where(s => s.Site.Has(Trait.AllClients) && Configuring(s).Any(c => TimeLimits.IsLimit(c.Site)));
        _limited = new(graph, limiting.Select(s => s.Body));
    }

    /// <summary>
    /// Whether something limits the clients of a registration, or may: the defaults of the container, the registration itself, or what cannot be read.
    /// </summary>
    public bool MayLimit(SiteOf registration) =>
        _limited.Share(registration.Body) || Configuring(registration).Any(_limits.MayLimit);

    /// <summary>Whether its limit is set, to none.</summary>
    public bool IsSwitchedOff(SiteOf registration) => Configuring(registration).Any(s => TimeLimits.IsLimitOption(s.Site) && s.Site.IsForever);

    /// <summary>A name that no code asks the factory for: nothing is known to be called through it.</summary>
    public bool IsUnused(Site made) =>
        made.Arguments.Key is { } name && Typed(made) is null && _graph.Extent == GraphExtent.Solution && !Takers(name).Any();

    /// <summary>The typed client limits itself or each call it makes, or every place that takes the client by its name does.</summary>
    public bool AreLimitedByUsers(Site made)
    {
        var typed = _graph.BodiesOf(Typed(made)).ToList();
        var calls = typed.SelectMany(b => b.Sites, (b, s) => new SiteOf(b, s)).Where(s => s.Site.Has(Effect.RemoteCall)).ToList();
        var takers = made.Arguments.Key is { } name ? Takers(name).ToList() : new();
        return typed.SelectMany(b => b.Sites).Any(s => TimeLimits.IsLimitOption(s) && !s.IsForever)
            || (calls.Count > 0 && !calls.Exists(_limits.IsOpen))
            || (takers.Count > 0 && takers.All(t => t.Sites.Any(TimeLimits.IsLimit)));
    }

    /// <summary>What is said of the registration: in its delegates, and by the calls chained to it.</summary>
    private IEnumerable<SiteOf> Configuring(SiteOf registration) =>
        _graph.Registrations.Of(registration).Descendants.Where(r => IsAbout(r.Site, registration.Site)).Select(r => new SiteOf(r.Body, r.Site));

    /// <summary>A call on the builder or on the client; what the delegate asks of the container is not about either.</summary>
    private static bool IsAbout(Site site, Site made) =>
        site.Row is not null
        || (made.Member is IMethodSymbol member && TimeLimits.Is(site.Receiver, member.ReturnType))
        || site.Subject.Symbol is IParameterSymbol { Type.TypeKind: TypeKind.Class };

    /// <summary>The class that gets the client by its type.</summary>
    private static ITypeSymbol? Typed(Site made) => made.Arguments.Implementation ?? made.Arguments.Service;

    private IEnumerable<BodyFacts> Takers(string name) =>
        _graph.Modelled.Where(s => s.Site.Has(Effect.Client) && s.Site.Arguments.Key == name).Select(s => s.Body).Distinct();
}
