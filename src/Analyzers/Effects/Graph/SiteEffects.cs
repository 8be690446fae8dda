using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>What a site does by itself, and how sure that is: by a library's row, by the field's conventions, or by an opaque name behind them.</summary>
internal sealed class SiteEffects(EffectGraph graph, LibraryCatalog catalog)
{
    // the ends that a rule follows through calls; every other effect matters only where it stands
    private static readonly Effect[] Followed = { Effect.Commit, Effect.Write, Effect.Publish, Effect.Notify, Effect.Checkpoint };

    private static readonly IEnumerable<EffectKind> None = Array.Empty<EffectKind>();

    private readonly HashSet<BodyFacts> _joined = new(graph.Modelled.Where(s => s.Site.Has(Trait.Joins)).Select(s => s.Body));

    /// <summary>The effects of the site's own member.</summary>
    public IEnumerable<EffectKind> Of(BodyFacts method, Site site)
    {
        var kinds = site.Row is { } row ? OfRow(row, site) : OfName(site);
        return kinds == None ? None : Joined(method, site, kinds); // nearly every site has none
    }

    /// <summary>An effect of a target, as the site that calls it sees it.</summary>
    public EffectKind Through(BodyFacts method, Site site, BodyFacts target, EffectKind kind)
    {
        var expected = ConventionsOf(site).Aggregate(Effect.None, (all, row) => all | row.Effects);
        if (kind.Confidence == Confidence.Opaque && (expected & kind.Effect) != 0)
            kind = kind with { Confidence = Confidence.Conventional };
        if (kind.Confidence == Confidence.Known && site.IsDispatchOfMany)
            kind = kind with { Confidence = Confidence.Conventional }; // that this event is among those sent is likely, not certain
        if (kind.Effect == Effect.Commit && ((expected & Effect.Checkpoint) != 0 || Question.Is(site.Member)))
            kind = kind with { Effect = Effect.Checkpoint }; // what a question writes on the way are its own books: a password hashed anew
        if (kind.Effect == Effect.Publish && (expected & Effect.Notify) != 0)
            kind = kind with { Effect = Effect.Notify }; // a mail that goes through a queue is a mail
        return Joined(method, site, kind with { Store = kind.Store || catalog.Conventions.IsStore(target.Type) || catalog.Conventions.IsStore(site.Receiver) });
    }

    private IEnumerable<EffectKind> OfRow(Row row, Site site) =>
        row.Arguments(ClauseKind.Unless).Any(IsDeclared) ? None : Kinds(row, site.Member is null ? Confidence.Conventional : Confidence.Known, site);

    /// <summary>Where nothing models the member and it has no body here, its name must do.</summary>
    private IEnumerable<EffectKind> OfName(Site site)
    {
        // names first: nearly every site ends there, before its targets are looked for
        var (row, confidence) = graph.Extent == GraphExtent.Solution && ConventionsOf(site) is { Count: > 0 } conventions
            ? (conventions[0], Confidence.Conventional)
            : (catalog.Conventions.FindByMember(site.Name) is { } named && site.IsForeign ? named : null, Confidence.Opaque);
        return row is null || graph.TargetsOf(site).Count > 0 ? None : Kinds(row, confidence, site);
    }

    private IEnumerable<EffectKind> Joined(BodyFacts method, Site site, IEnumerable<EffectKind> kinds) => kinds.Select(k => Joined(method, site, k));

    /// <summary>
    /// A commit in a body that has begun or joined a transaction is only a write: that transaction commits.
    /// What a store of messages does to itself is never business.
    /// </summary>
    private EffectKind Joined(BodyFacts method, Site site, EffectKind kind)
    {
        if (kind.Effect is Effect.Commit or Effect.Write && catalog.Conventions.IsStore(method.Type))
            kind = kind with { Store = true };
        return kind.Effect == Effect.Commit && !site.Has(Trait.Completes) && _joined.Contains(method) ? kind with { Effect = Effect.Write } : kind;
    }

    /// <summary>Where the configuration is not in sight, whatever it could declare may be declared.</summary>
    private bool IsDeclared(string fact) => graph.Extent < GraphExtent.Program || graph.Declarations.Contains(fact);

    private IEnumerable<EffectKind> Kinds(Row row, Confidence confidence, Site site)
    {
        var resource = site.Resource;
        var effects = row.Has(Trait.Store) && row.Effects == Effect.None ? new[] { Effect.Write } : Followed.Where(row.Has);
        return effects.Select(e => new EffectKind(e, confidence, resource?.Name ?? "", row.Has(Trait.Store) || catalog.Conventions.IsStore(resource)));
    }

    /// <summary>What the field expects of the member's type; of a member that does not bind, of its receiver's.</summary>
    private IReadOnlyList<Row> ConventionsOf(Site site) =>
        (site.Member is null ? site.Receiver : (site.Member as IMethodSymbol)?.ContainingType) is { } type ? catalog.Conventions.Find(type.Name, site.Name) : Array.Empty<Row>();
}
