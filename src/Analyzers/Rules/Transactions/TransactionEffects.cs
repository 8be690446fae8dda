using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>What the rules about transactions follow through calls: commits and messages, and which of them are about messages on their way.</summary>
internal sealed record TransactionEffects : IFollowed<TransactionEffect>
{
    public static readonly TransactionEffects All = new();

    private static readonly Effect[] Followed = { Effect.Commit, Effect.Write, Effect.Publish, Effect.Notify };

    private TransactionEffects()
    {
    }

    /// <summary>
    /// A method that sends messages and marks their rows takes them from a store: that is the second half of an outbox. What it calls may be
    /// known by its name only, because a package is missing: it is a relay still.
    /// </summary>
    public static bool IsRelay(IEnumerable<TransactionEffect> effects) => effects.Any(e => e.IsMarkingOfStore) && effects.Any(e => e.MaySend);

    /// <summary>
    /// Whether what is committed behind a call is no business: how far a reader has come, or what a
    /// question writes on the way, such as a password hashed anew.
    /// </summary>
    public static bool IsBookkeeping(EffectGraph graph, Site call) => (graph.ExpectedOf(call) & Effect.Checkpoint) != 0 || Question.Is(call.Member);

    public IEnumerable<TransactionEffect> At(EffectGraph graph, EffectSite site)
    {
        var (row, resource) = (site.Row, site.Site.Resource);
        var isOfStore = row.Has(Trait.Store) || graph.Catalog.Conventions.Say(Trait.Store, resource);
        var effects = row.Effects == Effect.None && row.Has(Trait.Store) ? new[] { Effect.Write } : Followed.Where(row.Has);
        var condition = row.Has(Effect.Commit) ? ParameterConditions.Of(site.Body, site.Site) : null;
        return effects.Select(e => InTransaction(graph, site.Body, site.Site, new(e, site.Confidence, isOfStore, resource?.Name ?? "", condition)));
    }

    public TransactionEffect? Through(EffectGraph graph, SiteOf call, BodyFacts target, TransactionEffect effect)
    {
        var (site, conventions) = (call.Site, graph.Catalog.Conventions);
        if (effect.Effect == Effect.Commit && IsBookkeeping(graph, site))
            return null;
        var condition = default(ParameterCondition?);
        if (effect.Condition is { } asked && !ParameterConditions.CanHold(asked, call, out condition))
            return null;
        var isMail = effect.Effect == Effect.Publish && (graph.ExpectedOf(site) & Effect.Notify) != 0; // one that goes through a queue is a mail still
        return InTransaction(graph, call.Body, site, effect with
        {
            Effect = isMail ? Effect.Notify : effect.Effect,
            Confidence = ConfidenceThrough(graph, site, effect),
            Condition = condition ?? (effect.Effect == Effect.Commit ? ParameterConditions.Of(call.Body, site) : null),
            IsOfStore = effect.IsOfStore || conventions.Say(Trait.Store, target.Type) || conventions.Say(Trait.Store, site.Receiver),
        });
    }

    /// <summary>That one event is among those that a dispatch of any sends is likely, not certain.</summary>
    private static Confidence ConfidenceThrough(EffectGraph graph, Site site, TransactionEffect effect)
    {
        var confidence = graph.ConfidenceThrough(site, effect.Effect, effect.Confidence);
        return confidence == Confidence.Known && Handlers.AreOfMany(site) ? Confidence.Conventional : confidence;
    }

    /// <summary>
    /// A commit in a body that has begun or joined a transaction is only a write: that transaction commits.
    /// What a store of messages does to itself is never business.
    /// </summary>
    private static TransactionEffect InTransaction(EffectGraph graph, BodyFacts body, Site site, TransactionEffect effect)
    {
        if (effect.Effect is Effect.Commit or Effect.Write && graph.Catalog.Conventions.Say(Trait.Store, body.Type))
            effect = effect with { IsOfStore = true };
        return effect.Effect == Effect.Commit && !site.Has(Trait.Completes) && body.Sites.Any(s => s.Has(Trait.Joins))
            ? effect with { Effect = Effect.Write }
            : effect;
    }
}
