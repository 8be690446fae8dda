using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Rules.Transactions;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Caching;

/// <summary>
/// A copy of an entity that is put into a cache, or taken out, before the entity itself is saved: if the save fails, the copy is of a change that never was;
/// and a reader in between loads the old one and puts it back, where it stays.
/// </summary>
/// <remarks>
/// Silent where nothing ties the entry to what is saved, where that was saved before, where the entry is changed again behind the save, in caches that end
/// with the request, and for entries that are no copies: locks, codes, counters.
/// </remarks>
internal sealed class CacheBeforeDatabase() : ScopeRule(Definition, Effect.CacheWrite | Effect.CacheRemove)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP7003",
        title: "Cache is changed before the database",
        messageFormat: "'{0}' changes the cache before '{1}' makes the change durable: {2}. Change the cache behind the save.",
        category: Family.Caching,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override bool MayFind(EffectSummary summary) => base.MayFind(summary) && (summary.All & Effect.Commit) != 0;

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        var (caches, commits) = (graph.Follow(Effect.CacheRead | Effect.CacheWrite | Effect.CacheRemove), graph.Follow(TransactionEffects.All));
        return caches.Bodies.Where(b => commits.Of(b).Keys.Any(e => e.IsBusinessCommit)).SelectMany(b => In(b, graph, caches, commits));
    }

    private static IEnumerable<Finding> In(BodyFacts body, EffectGraph graph, Propagation<EffectKind> caches, Propagation<TransactionEffect> commits)
    {
        var saved = body.Sites.Select(s => (Site: s, Effects: commits.At(body, s).Select(e => e.Key).Where(e => e.IsBusinessCommit).ToList()))
            .Where(s => s.Effects.Count > 0).ToList();
        // a call that does both is judged where it does them
        var changes = body.Sites.Where(s => !saved.Exists(c => c.Site == s)).Select(s => CacheChange.Of(new(body, s), caches)).OfType<CacheChange>().ToList();
        foreach (var change in changes)
        {
            var earlier = saved.Select(s => s.Site).Where(s => Place.Compare(s.Place, change.Site.Place) < 0).ToList();
            if (earlier.Exists(s => change.IsCopyOf(new(new(body, s), 0, graph))))
                continue; // it is durable already, and the next save is of something else
            var from = earlier.Select(s => s.Place.Span.End).DefaultIfEmpty(0).Max();
            var save = saved.FirstOrDefault(s => graph.FlowFacts.MayPrecede(body, change.Site, s.Site) && change.IsCopyOf(new(new(body, s.Site), from, graph))
                && !changes.Exists(c => c.IsOfSameEntry(change) && graph.FlowFacts.MayPrecede(body, s.Site, c.Site)));
            if (save.Site is not null)
                yield return Finding(change, save.Site, save.Effects.Min(e => e.Confidence));
        }
    }

    private static Finding Finding(CacheChange change, Site save, Confidence confidence)
    {
        var harm = change.IsRemoval
            ? "a reader in between loads the old value and puts it back"
            : "if that fails, the cache holds a value that never was";
        return new(change.Site.Place.GetLocation(), ImmutableArray.Create(change.Site.Name, save.Name, harm))
        {
            Severity = change.Confidence == Confidence.Known && confidence == Confidence.Known ? null : DiagnosticSeverity.Info,
            Also = ImmutableArray.Create(new RelatedPlace("save", save.Place.GetLocation())),
        };
    }
}
