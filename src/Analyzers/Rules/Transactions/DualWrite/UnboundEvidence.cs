using DistPatterns.Catalog;
using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>The calls that an end of a pair rests on and that do not bind, because a package is missing: with it, the end may be none.</summary>
internal sealed class UnboundEvidence(EffectGraph graph)
{
    private readonly Lazy<ILookup<string, Site>> _declaring = new(() => Declaring(graph));

    /// <summary>The end itself; what may declare the outbox that takes its message; what may begin the transaction that a store of messages joins.</summary>
    public IEnumerable<Site> Of(TransactionEffect effect, Trace trace)
    {
        var end = trace.Steps.Last().Site;
        if (end.Member is null)
            yield return end;
        foreach (var site in end.Row?.Arguments(ClauseKind.Unless).SelectMany(f => _declaring.Value[f]) ?? Enumerable.Empty<Site>())
            yield return site;
        if (effect is not { Effect: Effect.Commit, IsOfStore: true })
            yield break;
        foreach (var site in trace.Steps.SelectMany(s => s.Body.Sites).Where(s => s.Member is null && MayJoin(s.Name)))
            yield return site;
    }

    private bool MayJoin(string name) => graph.Catalog.Rows.Any(r => r.Member == name && r.Has(Trait.Joins));

    /// <summary>By the facts that members so named declare.</summary>
    private static ILookup<string, Site> Declaring(EffectGraph graph)
    {
        var unbound = graph.Bodies.SelectMany(b => b.Sites).Where(s => s.Member is null).ToLookup(s => s.Name);
        return graph.Catalog.Rows.SelectMany(r => r.Arguments(ClauseKind.Declares).SelectMany(fact => unbound[r.Member].Select(site => (fact, site))))
            .Distinct().ToLookup(d => d.fact, d => d.site);
    }
}
