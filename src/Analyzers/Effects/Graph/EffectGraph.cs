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

/// <summary>What every body does through everything it calls: a least fixed point over calls, overrides and implementations.</summary>
/// <remarks>
/// The same for one type, one compilation and a whole solution. Facts are never written to; sums belong to the graph.
/// Effects spread breadth first from where they are, so that every trace is a shortest one and the same on every run;
/// and only when a rule asks for what lies behind a call.
/// </remarks>
internal sealed class EffectGraph
{
    private static readonly Dictionary<EffectKind, Trace> Nothing = new();

    private readonly CallGraph _calls;
    private readonly SiteEffects _siteEffects;
    private readonly Lazy<IReadOnlyList<End>> _ends;
    private readonly Lazy<Dictionary<BodyFacts, Dictionary<EffectKind, Trace>>> _effects;

    /// <summary>An effect where it is, before it spreads.</summary>
    private readonly record struct End(BodyFacts Body, Site Site, EffectKind Kind);

    /// <param name="facts">The bodies, of any number of compilations.</param>
    /// <param name="types">The types declared in them.</param>
    /// <param name="catalog">The models in force.</param>
    /// <param name="extent">How much of the program is here.</param>
    public EffectGraph(IEnumerable<BodyFacts> facts, IEnumerable<INamedTypeSymbol> types, LibraryCatalog catalog, GraphExtent extent)
    {
        (Extent, Catalog) = (extent, catalog);
        var all = facts.ToList();
        Bodies = InOrder(all.Where(f => !f.Sites.IsEmpty));
        _calls = new(Bodies, all, types, catalog, isConfigured: extent >= GraphExtent.Program);
        Declarations = new HashSet<string>(Modelled.SelectMany(s => s.Site.Row!.Arguments(ClauseKind.Declares)), StringComparer.Ordinal);
        _siteEffects = new(this, catalog);
        _ends = new(Ends);
        _effects = new(Spread);
    }

    /// <summary>The models in force.</summary>
    public LibraryCatalog Catalog { get; }

    /// <summary>The bodies that do anything.</summary>
    public IReadOnlyList<BodyFacts> Bodies { get; }

    /// <summary>What the bodies do that a model speaks of, in their order.</summary>
    public IReadOnlyList<SiteOf> Modelled => _calls.Sites.Modelled;

    /// <summary>The bodies that have any effect, by themselves or through what they call, in their order.</summary>
    public IEnumerable<BodyFacts> WithEffects => Bodies.Where(_effects.Value.ContainsKey);

    /// <summary>How much of the program is in the graph.</summary>
    public GraphExtent Extent { get; }

    /// <summary>What the program's configuration declares: <c>consumer-outbox</c>.</summary>
    public IReadOnlyCollection<string> Declarations { get; }

    /// <summary>Whether a site has one of the effects by itself: what no site has, nothing has.</summary>
    public bool Has(Effect effects) => _ends.Value.Any(e => (e.Kind.Effect & effects) != 0);

    /// <summary>Whether anything acts on a store of messages, or may do so for its caller.</summary>
    public bool HasStore => Bodies.Any(m => m.Summary.Store);

    /// <summary>What a body does, each effect with one shortest way to it.</summary>
    public IReadOnlyDictionary<EffectKind, Trace> EffectsOf(BodyFacts body) => _effects.Value.TryGetValue(body, out var found) ? found : Nothing;

    /// <summary>What happens at a site: by itself, and through every body that it may run.</summary>
    public IEnumerable<KeyValuePair<EffectKind, Trace>> EffectsAt(BodyFacts body, Site site)
    {
        foreach (var kind in _siteEffects.Of(body, site))
            yield return new(kind, new(body, site, null));
        foreach (var target in TargetsOf(site))
        {
            foreach (var effect in EffectsOf(target))
                yield return new(_siteEffects.Through(body, site, target, effect.Key), new(body, site, effect.Value));
        }
    }

    /// <summary>The bodies that a site may run.</summary>
    public IReadOnlyList<BodyFacts> TargetsOf(Site site) => _calls.TargetsOf(site);

    /// <summary>The sites that may run a body.</summary>
    public IReadOnlyList<SiteOf> CallersOf(BodyFacts body) => _calls.CallersOf(body);

    /// <summary>The bodies of one type, in whichever compilation its symbol was met.</summary>
    public IEnumerable<BodyFacts> BodiesOf(ITypeSymbol? type) => type is null ? Enumerable.Empty<BodyFacts>() : _calls.BodiesOf(type);

    /// <summary>By path, then by place: the same on every run, whatever order concurrent walks ended in.</summary>
    private static BodyFacts[] InOrder(IEnumerable<BodyFacts> facts) => facts
        .GroupBy(f => f.Place.Tree).OrderBy(g => g.Key.FilePath, StringComparer.Ordinal)
        .SelectMany(g => g.OrderBy(f => f.Place.Span.End).ThenBy(f => f.Place.Span.Start)).ToArray();

    private IReadOnlyList<End> Ends()
    {
        var ends = new List<End>();
        foreach (var body in Bodies)
        {
            foreach (var site in body.Sites)
            {
                foreach (var kind in _siteEffects.Of(body, site))
                    ends.Add(new(body, site, kind));
            }
        }

        return ends;
    }

    private Dictionary<BodyFacts, Dictionary<EffectKind, Trace>> Spread()
    {
        var effects = new Dictionary<BodyFacts, Dictionary<EffectKind, Trace>>();
        var work = new Queue<(BodyFacts Body, EffectKind Kind, Trace Trace)>();
        foreach (var (body, site, kind) in _ends.Value)
            Reach(body, kind, site, null);

        while (work.Count > 0)
        {
            var (body, kind, trace) = work.Dequeue();
            foreach (var (caller, site) in CallersOf(body))
                Reach(caller, _siteEffects.Through(caller, site, body, kind), site, trace);
        }

        return effects;

        void Reach(BodyFacts body, EffectKind kind, Site site, Trace? next)
        {
            if (!effects.TryGetValue(body, out var known))
                effects.Add(body, known = new());
            if (known.ContainsKey(kind))
                return;
            var trace = new Trace(body, site, next);
            known.Add(kind, trace);
            work.Enqueue((body, kind, trace));
        }
    }
}
