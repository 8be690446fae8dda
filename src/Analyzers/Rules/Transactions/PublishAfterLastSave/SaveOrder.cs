using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>Which saves of a context stand before a place, and whether any may follow it.</summary>
internal sealed class SaveOrder
{
    private readonly EffectGraph _graph;
    private readonly Propagation<ContextSave> _saves;
    private readonly Lazy<bool> _isWrapped;

    public SaveOrder(EffectGraph graph)
    {
        (_graph, _saves) = (graph, graph.Follow(ContextSaves.All));
        _isWrapped = new(() => _saves.Bodies.Any(RunsNext));
    }

    /// <summary>Whether what a site runs saves by itself: then its order is judged there.</summary>
    public bool AreInside(Site site, INamedTypeSymbol context) => _graph.TargetsOf(site).Any(t => _saves.Of(t).Keys.Any(s => s.MayBeOf(context)));

    /// <summary>The last save before a site in its body that is known or expected to be one, which the same run has passed.</summary>
    public (ContextSave Save, Trace Trace)? Before(BodyFacts body, Site site, INamedTypeSymbol context)
    {
        var found = body.Sites.SelectMany(s => _saves.At(body, s))
            .LastOrDefault(s => s.Key.Confidence != Confidence.Opaque && s.Key.MayBeOf(context) && _graph.FlowFacts.MayPrecede(body, s.Value.Site, site));
        return found.Value is null ? null : (found.Key, found.Value);
    }

    /// <summary>Whether a save may follow: in the body, in what calls it, or in code that runs around what it is given.</summary>
    public bool Follow(BodyFacts body, Site site, INamedTypeSymbol context) => _isWrapped.Value || Follow(body, site, context, new());

    private bool Follow(BodyFacts body, Site site, INamedTypeSymbol context, HashSet<BodyFacts> seen) =>
        body.Sites.Any(s => _saves.At(body, s).Any(e => e.Key.MayBeOf(context)) && _graph.FlowFacts.MayPrecede(body, site, s))
        || (seen.Add(body) && _graph.CallersOf(body).Any(c => Follow(c.Body, c.Site, context, seen)));

    /// <summary>A middleware, a filter or a behaviour: it runs what comes next, and what it saves, it saves for that.</summary>
    private static bool RunsNext(BodyFacts body) => IsNext(body.Method) || body.Type?.InstanceConstructors.Any(IsNext) == true;

    private static bool IsNext(IMethodSymbol? method) => method?.Parameters.Any(p => p.Name == "next" && p.Type.TypeKind == TypeKind.Delegate) == true;
}
