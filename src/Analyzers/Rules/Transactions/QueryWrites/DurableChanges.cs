using DistPatterns.Catalog;
using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>What outlives a call: what it commits or publishes. The commit of a transaction is left out, since a query may read in one.</summary>
internal sealed record DurableChanges : IFollowed<EffectKind>
{
    public static readonly DurableChanges All = new();

    private static readonly Effect[] Followed = { Effect.Commit, Effect.Publish };

    private DurableChanges()
    {
    }

    public IEnumerable<EffectKind> At(EffectGraph graph, EffectSite site) =>
        site.Row.Has(Trait.Completes) ? Enumerable.Empty<EffectKind>() : Followed.Where(site.Row.Has).Select(e => new EffectKind(e, site.Confidence));

    public EffectKind? Through(EffectGraph graph, SiteOf call, BodyFacts target, EffectKind kind) => TransactionEffects.IsBookkeeping(graph, call.Site)
        ? null
        : kind with { Confidence = graph.ConfidenceThrough(call.Site, kind.Effect, kind.Confidence) };
}
