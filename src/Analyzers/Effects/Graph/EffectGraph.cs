using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>How much of a program a graph holds, and so what it may conclude from what it does not find.</summary>
internal enum GraphExtent
{
    /// <summary>One type: nothing is known of what it calls, nor how it is configured.</summary>
    Type,

    /// <summary>One project that others configure.</summary>
    Library,

    /// <summary>One project with its configuration.</summary>
    Program,

    /// <summary>Every project: what is not found is nowhere.</summary>
    Solution,
}

/// <summary>The bodies of a program, what each of their sites does by itself, and which bodies it may run.</summary>
/// <remarks>
/// The same for one type, one compilation and a whole solution. Facts are never written to; sums belong to the graph.
/// Nothing is followed through calls until a rule asks, and what several rules ask for is followed once.
/// </remarks>
internal sealed class EffectGraph
{
    private readonly CallGraph _calls;
    private readonly SiteEffects _siteEffects;
    private readonly Lazy<IReadOnlyList<EffectSite>> _effectSites;
    private readonly Lazy<FlowFacts> _flowFacts;
    private readonly Dictionary<object, object> _followed = new();

    /// <param name="facts">The bodies, of any number of compilations.</param>
    /// <param name="types">The types declared in them.</param>
    /// <param name="catalog">The models in force.</param>
    /// <param name="extent">How much of the program is here.</param>
    public EffectGraph(IEnumerable<BodyFacts> facts, IEnumerable<INamedTypeSymbol> types, LibraryCatalog catalog, GraphExtent extent)
    {
        (Extent, Catalog) = (extent, catalog);
        var all = InOrder(facts);
        Bodies = all.Where(f => !f.Sites.IsEmpty).ToArray();
        _calls = new(Bodies, all, types, catalog, isConfigured: extent >= GraphExtent.Program);
        Registrations = new(this);
        Surroundings = new(this);
        _siteEffects = new(this);
        _effectSites = new(FindEffectSites);
        _flowFacts = new(() => new(this));
    }

    /// <summary>The models in force.</summary>
    public LibraryCatalog Catalog { get; }

    /// <summary>How much of the program is in the graph.</summary>
    public GraphExtent Extent { get; }

    /// <summary>The bodies that do anything.</summary>
    public IReadOnlyList<BodyFacts> Bodies { get; }

    /// <summary>What the bodies do that a model speaks of, in their order.</summary>
    public IReadOnlyList<SiteOf> Modelled => _calls.Sites.Modelled;

    /// <summary>How the program is configured.</summary>
    public RegistrationTree Registrations { get; }

    /// <summary>Which code each body runs under.</summary>
    public Surroundings Surroundings { get; }

    /// <summary>The sites that do something by themselves, by a model or by their name, in the order of their bodies.</summary>
    public IReadOnlyList<EffectSite> EffectSites => _effectSites.Value;

    /// <summary>What calls mean for the flow of the body that they stand in.</summary>
    public FlowFacts FlowFacts => _flowFacts.Value;

    /// <summary>Whether a site has one of the effects by itself: what no site has, nothing has.</summary>
    public bool Has(Effect effects) => EffectSites.Any(s => s.Row.Has(effects));

    /// <summary>These effects, followed through every call.</summary>
    public Propagation<EffectKind> Follow(Effect effects) => Follow(new FollowedEffects(effects));

    /// <summary>What a rule follows through calls.</summary>
    public Propagation<TKind> Follow<TKind>(IFollowed<TKind> followed)
        where TKind : struct
    {
        if (!_followed.TryGetValue(followed, out var found))
            _followed.Add(followed, found = new Propagation<TKind>(this, followed));
        return (Propagation<TKind>)found;
    }

    /// <summary>What a site does by itself, if anything says so.</summary>
    public EffectSite? EffectAt(BodyFacts body, Site site) => _siteEffects.Of(body, site);

    /// <summary>What the field expects of a site's member by its name, whether or not it has a body here.</summary>
    public Effect ExpectedOf(Site site) => _siteEffects.ExpectedOf(site);

    /// <summary>How sure an effect is behind a call: a name that only sounds like it counts, where the name in front of it says the same.</summary>
    public Confidence ConfidenceThrough(Site call, Effect effect, Confidence confidence) =>
        confidence == Confidence.Opaque && (ExpectedOf(call) & effect) != 0 ? Confidence.Conventional : confidence;

    /// <summary>The bodies that a site may run.</summary>
    public IReadOnlyList<BodyFacts> TargetsOf(Site site) => _calls.TargetsOf(site);

    /// <summary>The members of libraries that a call of an interface of ours may run, because classes of ours inherit them.</summary>
    public IEnumerable<IMethodSymbol> InheritedBy(Site site) => _calls.InheritedBy(site);

    /// <summary>The sites that may run a body.</summary>
    public IReadOnlyList<SiteOf> CallersOf(BodyFacts body) => _calls.CallersOf(body);

    /// <summary>The body of a method, if it is here.</summary>
    public BodyFacts? BodyOf(IMethodSymbol method) => _calls.BodyOf(method);

    /// <summary>The bodies of one type, in whichever compilation its symbol was met.</summary>
    public IEnumerable<BodyFacts> BodiesOf(ITypeSymbol? type) => type is null ? Enumerable.Empty<BodyFacts>() : _calls.BodiesOf(type);

    /// <summary>By path, then by place: the same on every run, whatever order concurrent walks ended in.</summary>
    private static BodyFacts[] InOrder(IEnumerable<BodyFacts> facts) => facts
        .GroupBy(f => f.Place.Tree).OrderBy(g => g.Key.FilePath, StringComparer.Ordinal)
        .SelectMany(g => g.OrderBy(f => f.Place.Span.End).ThenBy(f => f.Place.Span.Start)).ToArray();

    private IReadOnlyList<EffectSite> FindEffectSites()
    {
        var found = new List<EffectSite>();
        foreach (var body in Bodies)
        {
            foreach (var site in body.Sites)
            {
                if (EffectAt(body, site) is { } effect)
                    found.Add(effect);
            }
        }

        return found;
    }
}
