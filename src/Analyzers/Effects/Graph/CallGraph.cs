using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>
/// Which bodies a site may run, and which sites may run a body: the method itself, its overrides, the implementations of an interface's member, the
/// handlers of a message.
/// </summary>
/// <remarks>Everything is found when it is asked for: of a hundred methods one has an effect, and only its callers matter.</remarks>
internal sealed class CallGraph
{
    private static readonly BodyFacts[] Nothing = Array.Empty<BodyFacts>();

    private readonly SymbolKeys _keys = new();
    private readonly BodyIndex _bodies;
    private readonly Implementations _implementations;
    private readonly Lazy<Handlers> _handlers;
    private readonly ServiceImplementations? _registered;
    private readonly Dictionary<Site, IReadOnlyList<BodyFacts>> _targets = new();
    private readonly Dictionary<IMethodSymbol, Target> _members = new(SymbolEqualityComparer.Default);
    private readonly MultiMap<BodyFacts, SiteOf> _callers = new();
    private readonly HashSet<string> _resolved = new(StringComparer.Ordinal);

    /// <param name="bodies">Those that do anything, in a fixed order.</param>
    /// <param name="all">These, and the empty ones.</param>
    /// <param name="types">All types that may implement something.</param>
    /// <param name="catalog">Which members of libraries call back, and which dispatch.</param>
    /// <param name="isConfigured">Whether the registrations of the program are among the bodies.</param>
    public CallGraph(
        IReadOnlyList<BodyFacts> bodies,
        IReadOnlyList<BodyFacts> all,
        IEnumerable<INamedTypeSymbol> types,
        LibraryCatalog catalog,
        bool isConfigured)
    {
        Sites = new(bodies);
        _bodies = new(all, _keys);
        _implementations = new(_bodies, types, _keys);
        _handlers = new(() => new(_implementations, _keys, catalog));
        _registered = isConfigured ? new(Sites.Modelled, _keys) : null;
    }

    public CallSites Sites { get; }

    /// <summary>The body of a method, if it is here.</summary>
    public BodyFacts? BodyOf(IMethodSymbol method) => _bodies.Of(method);

    /// <summary>The bodies that stand in one type, in whichever compilation its symbol was met.</summary>
    public IEnumerable<BodyFacts> BodiesOf(ITypeSymbol type) => _bodies.In(type);

    /// <summary>The bodies that a site may run; none where it leaves the code that is here.</summary>
    public IReadOnlyList<BodyFacts> TargetsOf(Site site)
    {
        var member = site.Dispatches ? null : TargetOf(site.Member as IMethodSymbol);
        if (member is not null && (site.IsDirect || member.Possible.Count == 0))
            return member.Own; // nearly every call
        if (!_targets.TryGetValue(site, out var targets))
            _targets.Add(site, targets = (member is null ? _handlers.Value.Of(site) : Possible(site, member)).Distinct().ToArray());
        return targets;
    }

    /// <summary>The members of libraries that a call of an interface of ours may run, because classes of ours inherit them.</summary>
    public IEnumerable<IMethodSymbol> InheritedBy(Site site) =>
        site is { IsForeign: false, Member: IMethodSymbol { ContainingType.TypeKind: TypeKind.Interface } member }
            ? _implementations.Inherited(member)
            : Enumerable.Empty<IMethodSymbol>();

    /// <summary>The sites that may run a body, in the order of the bodies that they stand in.</summary>
    public IReadOnlyList<SiteOf> CallersOf(BodyFacts body)
    {
        if (body.Method is not { } method)
            return Array.Empty<SiteOf>();
        if (_resolved.Count == 0)
            Link(Sites.Dispatching);
        var name = BodyIndex.NameOf(method);
        if (_resolved.Add(name))
            Link(Sites.Of(name).Where(s => !s.Site.Dispatches));
        return _callers[body];
    }

    private void Link(IEnumerable<SiteOf> sites)
    {
        foreach (var site in sites)
        {
            foreach (var target in TargetsOf(site.Site))
                _callers.Add(target, site);
        }
    }

    private Target TargetOf(IMethodSymbol? member)
    {
        if (member is null)
            return Target.Unknown;
        if (!_members.TryGetValue(member, out var target))
            _members.Add(member, target = new(_bodies.Of(member) is { } body ? new[] { body } : Nothing, _implementations.Of(member)));
        return target;
    }

    private IEnumerable<BodyFacts> Possible(Site site, Target member)
    {
        var possible = member.Possible.Where(f => CanBe(f.Type, site)).ToList();
        return member.Own.Concat(_registered?.Narrow(site.Receiver, possible) ?? possible);
    }

    /// <summary>Whether a receiver of a static type may be an object whose override stands in another type.</summary>
    private bool CanBe(INamedTypeSymbol? overriding, Site site) => site.Receiver switch
    {
        INamedTypeSymbol { TypeKind: TypeKind.Class } known => _keys.IsOrDerivesFrom(overriding, known) || _keys.IsOrDerivesFrom(known, overriding),
        INamedTypeSymbol { TypeKind: TypeKind.Interface } known when IsInherited(site.Member, known) =>
            overriding is null || _implementations.Have(known, overriding),
        _ => true,
    };

    /// <summary>A member of a further interface: <c>DisposeAsync</c> of a channel is not that of everything that can be disposed of.</summary>
    private bool IsInherited(ISymbol? member, INamedTypeSymbol receiver) =>
        member?.ContainingType is { TypeKind: TypeKind.Interface } declaring && _keys[declaring.OriginalDefinition] != _keys[receiver.OriginalDefinition];

    /// <summary>What a call of a member may run, whatever it is called on.</summary>
    /// <param name="Own">The body of the member itself, if it is here.</param>
    /// <param name="Possible">Its overrides or implementations.</param>
    private sealed record Target(IReadOnlyList<BodyFacts> Own, IReadOnlyList<BodyFacts> Possible)
    {
        public static readonly Target Unknown = new(Nothing, Nothing);
    }
}
